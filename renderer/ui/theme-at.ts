export type Theme = 'day' | 'night';

const NIGHT_FROM_HOUR = 19;
const DAY_FROM_HOUR = 6;

/** Night after 19:00 and before 6:00, and wherever the system asks for dark. */
export const themeAt = (hour: number, prefersDark: boolean): Theme =>
  prefersDark || hour >= NIGHT_FROM_HOUR || hour < DAY_FROM_HOUR ? 'night' : 'day';
