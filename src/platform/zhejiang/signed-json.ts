/** In which order the members of a `param` are signed where a picture is left out of it. */
export type MemberOrder = 'table' | 'sorted';

/** Compact JSON text, members as they come (`table`) or by name at every depth (`sorted`). */
export function signedJson(value: unknown, order: MemberOrder): string {
  return JSON.stringify(order === 'sorted' ? sorted(value) : value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
