import { createHash } from 'node:crypto';
import { wiegandLayouts, type WiegandFormat } from './format.ts';

/**
 * The number that is sent for a worker on a Wiegand line:
 * 1. with a card, what a reader of that format would send for it: the lowest 24 or 32 bits of the card's number;
 * 2. without one, and with an id of digits alone that fits and is not 0: the id;
 * 3. otherwise the first 24 or 32 bits of the SHA-256 of the id in UTF-8; all zeros and all ones, which controllers
 *    refuse, are passed over by taking the next byte onwards.
 * `card` is the card's number in decimal digits, or null. Two workers without cards can get the same number by rule 3 (at
 * 24 bits and 1,000 workers with a probability of 3 %): a controller that must tell people apart needs cards.
 */
export function workerNumber(format: WiegandFormat, workerId: string, card: string | null): number {
  const { dataBits } = wiegandLayouts[format];
  const range = 1n << BigInt(dataBits);
  if (card !== null) return Number(BigInt(card) % range);
  if (/^\d{1,10}$/.test(workerId)) {
    const number = Number(workerId);
    if (number > 0 && number < Number(range)) return number;
  }
  return hashedNumber(workerId, dataBits / 8);
}

function hashedNumber(workerId: string, bytes: number): number {
  const digest = createHash('sha256').update(workerId, 'utf8').digest();
  const last = digest.length - bytes;
  for (let at = 0; at < last; at += 1) {
    const number = digest.readUIntBE(at, bytes);
    if (number !== 0 && number !== 2 ** (bytes * 8) - 1) return number;
  }
  return digest.readUIntBE(last, bytes);
}
