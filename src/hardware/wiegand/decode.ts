import { isOddCount } from './encode.ts';
import { splitNumber, type Bit, type WiegandFormat, type WiegandNumber } from './format.ts';

/**
 * Why bits are no card. `parity`: a parity bit is wrong. `missingBits`: fewer than a frame has, or some were lost on the
 * way. `tooManyBits`: more than 34. `noise`: pulses too near each other, on both lines at once, or too few to be a frame.
 */
export type WiegandRefusal = 'parity' | 'missingBits' | 'tooManyBits' | 'noise';

export type WiegandReading =
  | ({ readonly kind: 'card'; readonly format: WiegandFormat } & WiegandNumber)
  /** `bits`: how many arrived. */
  | { readonly kind: 'refused'; readonly reason: WiegandRefusal; readonly bits: number };

/** Fewer bits than a key of a keypad sends: a disturbance of the line. */
const fewestBits = 4;

/** What a frame's bits say. */
export function decodeWiegand(bits: readonly Bit[]): WiegandReading {
  const refused = (reason: WiegandRefusal): WiegandReading => ({ kind: 'refused', reason, bits: bits.length });
  if (bits.length < fewestBits) return refused('noise');
  if (bits.length > 34) return refused('tooManyBits');
  if (bits.length !== 26 && bits.length !== 34) return refused('missingBits');
  const half = bits.length / 2;
  const isWhole = !isOddCount(bits.slice(0, half)) && isOddCount(bits.slice(half));
  if (!isWhole) return refused('parity');
  const number = bits.slice(1, -1).reduce<number>((sum, bit) => sum * 2 + bit, 0);
  return { kind: 'card', format: bits.length, ...splitNumber(number) };
}
