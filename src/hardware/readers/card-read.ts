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

/** Counts a card once however often a reader repeats it while it is held there. */
export class CardRepeats {
  readonly #repeatMs: number;
  readonly #seenMs = new Map<string, number>();

  /** `repeatMs`: the same card counts again after being away for so long. */
  constructor(repeatMs: number) {
    this.#repeatMs = repeatMs;
  }

  /** Whether this card counts now; `atMs`: monotonic. Two readers that see one card at once count it once. */
  isNew({ number }: CardRead, atMs: number): boolean {
    for (const [known, seenMs] of this.#seenMs) if (atMs - seenMs >= this.#repeatMs) this.#seenMs.delete(known);
    const isNew = !this.#seenMs.has(number);
    this.#seenMs.set(number, atMs);
    return isNew;
  }
}
