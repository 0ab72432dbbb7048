/** Times on both platforms' wires are Beijing time, which has had no summer time since 1991. */
const BEIJING_MS = 8 * 3_600_000;

/** `yyyyMMddHHmmss` in Beijing. */
export const beijingStamp = (atMs: number): string =>
  new Date(atMs + BEIJING_MS)
    .toISOString()
    .replace(/\.\d+Z$/, '')
    .replace(/\D/g, '');

/** `yyyy-MM-dd HH:mm:ss` in Beijing. */
export const beijingText = (atMs: number): string =>
  new Date(atMs + BEIJING_MS)
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '');

/** Unix ms of a `yyyyMMddHHmmss`, or null where it is not one (month 13 and 31 April included). */
export function stampToMs(stamp: string): number | null {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(stamp);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  const atMs = Date.UTC(year, month - 1, day, hour, minute, second) - BEIJING_MS;
  return beijingStamp(atMs) === stamp ? atMs : null;
}
