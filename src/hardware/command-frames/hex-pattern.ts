/** One byte of a pattern: `value` where `mask` has ones, anything elsewhere. */
export interface PatternByte {
  readonly value: number;
  readonly mask: number;
}

/** Hexadecimal bytes with or without spaces, as manuals print them: `AA 55 01`. */
export const hexFrame = /^(\s*[\da-f]{2})*\s*$/i;
/** The same with `?` for a digit that may be anything: `AA 55 ?? 0?`. */
export const hexPattern = /^(\s*[\da-f?]{2})*\s*$/i;
/** Longest frame that can be configured, bytes. */
export const mostFrameBytes = 64;

/** The bytes of a frame in hexadecimal; the text must fit `hexFrame`. */
export function parseFrame(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'));
}

/** The bytes of a pattern; the text must fit `hexPattern`. */
export function parsePattern(text: string): readonly PatternByte[] {
  const digits = text.replaceAll(/\s/g, '');
  return Array.from({ length: digits.length / 2 }, (_, at) => byteOf(digits.slice(at * 2, at * 2 + 2)));
}

function byteOf(digits: string): PatternByte {
  const mask = [...digits].reduce((sum, digit) => sum * 16 + (digit === '?' ? 0 : 15), 0);
  return { value: Number.parseInt(digits.replaceAll('?', '0'), 16), mask };
}

/** Whether `bytes` begin with the pattern. */
export function matchesAt(pattern: readonly PatternByte[], bytes: Uint8Array, at: number): boolean {
  return pattern.every(({ value, mask }, index) => ((bytes[at + index] ?? -1) & mask) === value && at + index < bytes.length);
}
