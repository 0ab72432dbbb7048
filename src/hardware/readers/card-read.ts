/** How much of a card's number a reader passes on: its lowest 24 or 32 bits, or all of it. */
export type CardBits = 24 | 32 | 64;

/** A card that was held to a reader. */
export interface CardRead {
  /** The reader's name in the configuration. */
  readonly reader: string;
  /** In decimal digits, without leading zeros; only the lowest `bits` bits. */
  readonly number: string;
  readonly bits: CardBits;
}

/** The part of a number that a reader is taken to pass on. */
export function asCardRead(reader: string, number: bigint, bits: CardBits): CardRead {
  return { reader, number: BigInt.asUintN(bits, number).toString(), bits };
}
