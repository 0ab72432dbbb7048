const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-05-01` by the terminal's own clock and time zone. */
export function dayOf(atMs: number): string {
  const date = new Date(atMs);
  return `${String(date.getFullYear())}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** From midnight to midnight, ms since the epoch. */
export function boundsOf(day: string): { readonly fromMs: number; readonly toMs: number } {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return { fromMs: new Date(year, month - 1, date).getTime(), toMs: new Date(year, month - 1, date + 1).getTime() };
}

/** `count` days up to the one of `atMs`, newest first. */
export function lastDays(atMs: number, count: number): readonly string[] {
  const date = new Date(atMs);
  return Array.from({ length: count }, (_, back) =>
    dayOf(new Date(date.getFullYear(), date.getMonth(), date.getDate() - back, 12).getTime()),
  );
}
