import { decodeCardText, textLength, type CardTextRefusal, type IdentityCardText } from './card-text.ts';

/** A card as it was read. */
export interface IdentityCard {
  readonly text: IdentityCardText;
  /** The photograph as it lies on the card: 1,024 bytes that only a licensed decoder understands (WLT). */
  readonly photograph: Uint8Array;
}

export type CardDataResult =
  { readonly kind: 'card'; readonly card: IdentityCard } | { readonly kind: 'refused'; readonly reason: CardTextRefusal };

const photographLength = 1_024;

/** Data of the reply to "read": the lengths of text and photograph, two bytes each, high first, then both. */
export function decodeCardData(data: Uint8Array): CardDataResult {
  const bytes = Buffer.from(data);
  const isWhole =
    bytes.length === 4 + textLength + photographLength &&
    bytes.readUInt16BE(0) === textLength &&
    bytes.readUInt16BE(2) === photographLength;
  if (!isWhole) return { kind: 'refused', reason: 'lengthWrong' };
  const read = decodeCardText(bytes.subarray(4, 4 + textLength));
  if (read.kind === 'refused') return read;
  const photograph = Uint8Array.from(bytes.subarray(4 + textLength));
  return { kind: 'card', card: { text: read.text, photograph } };
}
