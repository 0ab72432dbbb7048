/** `yyyyMMddHHmmss` of a wall clock `offsetMinutes` ahead of UTC (Beijing: 480). */
export function wireTime(atMs: number, offsetMinutes: number): string {
  const there = new Date(atMs + offsetMinutes * 60_000).toISOString();
  return there.slice(0, 19).replace(/[-T:]/g, '');
}

/** Time of an HTTP `Date` header, ms since the epoch; null when there is none that can be read. */
export function timeOfDateHeader(header: string | undefined): number | null {
  const at = Date.parse(header ?? '');
  return Number.isNaN(at) ? null : at;
}
