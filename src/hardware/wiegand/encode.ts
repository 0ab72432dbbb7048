import { Fault } from '../../shared/fault.ts';
import { wiegandLayouts, type Bit, type WiegandFormat } from './format.ts';

/** The bits of a frame in the order in which they are sent. Throws `internal.bug` for a number that the format cannot hold. */
export function encodeWiegand(format: WiegandFormat, number: number): readonly Bit[] {
  const { dataBits } = wiegandLayouts[format];
  if (!Number.isInteger(number) || number < 0 || number >= 2 ** dataBits) {
    throw new Fault('internal.bug', `no number for ${format} bits`);
  }
  const data = Array.from({ length: dataBits }, (_, at) => bitOf(number, dataBits - 1 - at));
  const half = dataBits / 2;
  const even = isOddCount(data.slice(0, half)) ? 1 : 0;
  const odd = isOddCount(data.slice(half)) ? 0 : 1;
  return [even, ...data, odd];
}

/** Whether the number of ones is odd. */
export function isOddCount(bits: readonly Bit[]): boolean {
  return bits.filter((bit) => bit === 1).length % 2 === 1;
}

const bitOf = (number: number, place: number): Bit => (Math.floor(number / 2 ** place) % 2 === 1 ? 1 : 0);
