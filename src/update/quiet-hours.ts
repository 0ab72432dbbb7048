const FORM = /^([01]\d|2[0-3]):([0-5]\d)$/;
const DAY_MINUTES = 24 * 60;

export const isTimeOfDay = (text: string): boolean => FORM.test(text);

/** Whether `at` (local time) lies in the hours from–to, which may pass midnight; the same time twice is the whole day. */
export function isQuiet(at: Date, from: string, to: string): boolean {
  const begin = minutesOf(from);
  const length = (minutesOf(to) - begin + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
  const now = at.getHours() * 60 + at.getMinutes();
  return (now - begin + DAY_MINUTES) % DAY_MINUTES < length;
}

function minutesOf(text: string): number {
  const match = FORM.exec(text);
  return match === null ? 0 : Number(match[1]) * 60 + Number(match[2]);
}
