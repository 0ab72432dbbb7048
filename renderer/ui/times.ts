/** `07:58:12` in the terminal's own time zone. */
export const clockTime = (ms: number): string => new Date(ms).toLocaleTimeString('en-GB', { hour12: false });

/** `07:58`. */
export const shortTime = (ms: number): string => clockTime(ms).slice(0, 5);

/** `11月21日星期五`, `Friday 21 November`. */
export const dayName = (ms: number, tag: string): string =>
  new Date(ms).toLocaleDateString(tag, { month: 'long', day: 'numeric', weekday: 'long' });

/** `11-21 07:58:12`, for lists. */
export function listTime(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(date.getMonth() + 1)}-${two(date.getDate())} ${clockTime(ms)}`;
}

/** `2026-11-21 07:58:12`. */
export const fullTime = (ms: number): string => `${String(new Date(ms).getFullYear())}-${listTime(ms)}`;
