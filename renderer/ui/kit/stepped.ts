/** One step on, within the bounds, without the noise of binary fractions. */
export function stepped(value: number, by: number, least: number | null, most: number | null): string {
  const next = Math.min(most ?? Infinity, Math.max(least ?? -Infinity, value + by));
  return String(Number(next.toFixed(4)));
}
