import { Fault } from '../shared/fault.ts';

/** How many of a card number's lowest bits are known, or passed on by a reader. */
export type CardBits = 24 | 32 | 64;

export interface CardNumber {
  /** In decimal digits, without leading zeros. */
  readonly number: string;
  readonly bits: CardBits;
}

/**
 * A card's number as people type it: the digits that are printed on it (`0012345678`), site code and number with a comma
 * (`188,24910`), or hexadecimal (`0x00BC614E`). Throws `card.invalid`.
 */
export function parseCardNumber(typed: string): CardNumber {
  const text = typed.trim();
  const pair = /^(\d{1,3})[,，](\d{1,5})$/.exec(text);
  if (pair !== null) return fromPair(Number(pair[1]), Number(pair[2]));
  if (!/^(\d{1,20}|0x[\da-f]{1,16})$/i.test(text)) throw invalid();
  const number = BigInt(text.toLowerCase());
  if (number === 0n || number >= 1n << 64n) throw invalid();
  return { number: number.toString(), bits: number < 1n << 32n ? 32 : 64 };
}

function fromPair(facility: number, card: number): CardNumber {
  if (facility > 255 || card > 65_535 || facility + card === 0) throw invalid();
  return { number: String(facility * 65_536 + card), bits: 24 };
}

const invalid = (): Fault =>
  new Fault(
    'card.invalid',
    'a card’s number is 1 to 20 digits, such as 0012345678, or a pair such as 188,24910, or 0x and hexadecimal',
  );

/** Whether both may be the same card, as far as both are known. */
export function mayBeSameCard(one: CardNumber, other: CardNumber): boolean {
  const bits = Math.min(one.bits, other.bits);
  return BigInt.asUintN(bits, BigInt(one.number)) === BigInt.asUintN(bits, BigInt(other.number));
}

export const low24Of = (number: string): number => Number(BigInt.asUintN(24, BigInt(number)));
