/** GB 11643: 17 digits and a check digit, ISO 7064 MOD 11-2. */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const checkDigits = '10X98765432';

/** Whether the form and the check digit are right. */
export function isIdNumber(text: string): boolean {
  if (!/^\d{17}[\dX]$/.test(text)) return false;
  const sum = weights.reduce((total, weight, index) => total + weight * Number(text[index]), 0);
  return text[17] === checkDigits[sum % 11];
}

/** `yyyyMMdd` of birth as the number says. */
export function birthdayOf(idNumber: string): string {
  return idNumber.slice(6, 14);
}

/** Odd: male. */
export function isMale(idNumber: string): boolean {
  return Number(idNumber[16]) % 2 === 1;
}

/** Whether `yyyyMMdd` is a day of the calendar. */
export function isDay(text: string): boolean {
  if (!/^\d{8}$/.test(text)) return false;
  const iso = text.replace(/^(....)(..)(..)$/, '$1-$2-$3');
  const atMs = Date.parse(`${iso}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(iso);
}
