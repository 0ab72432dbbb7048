/** 26: HID H10301, the Wiegand Interface Standard (SIA AC-01). 34: the same scheme over 32 bits, as Chinese readers and controllers have it. */
export type WiegandFormat = 26 | 34;

export type Bit = 0 | 1;

/**
 * How the bits of a format lie, in the order in which they are sent: an even parity bit over the first half of the data, the
 * data (site code, then card number, most significant bit first), an odd parity bit over the second half.
 */
export interface WiegandLayout {
  readonly dataBits: number;
  readonly facilityBits: number;
}

export const wiegandLayouts: Readonly<Record<WiegandFormat, WiegandLayout>> = {
  26: { dataBits: 24, facilityBits: 8 },
  34: { dataBits: 32, facilityBits: 16 },
};

/** What lies in the data of a frame. */
export interface WiegandNumber {
  /** All data bits as one number: 0 to 2^24 − 1 or 2^32 − 1. */
  readonly number: number;
  /** Site code, printed on cards before the comma. */
  readonly facility: number;
  /** 0 to 65535, printed behind the comma. */
  readonly card: number;
}

const cardRange = 0x1_0000;

/** Takes the data apart. `number` must be one that a format can hold. */
export function splitNumber(number: number): WiegandNumber {
  return { number, facility: Math.floor(number / cardRange), card: number % cardRange };
}

/** The data of a site code and a card number, or null where the format cannot hold them. */
export function joinNumber(format: WiegandFormat, facility: number, card: number): number | null {
  const isWhole = Number.isInteger(facility) && Number.isInteger(card);
  const fits = facility >= 0 && facility < 2 ** wiegandLayouts[format].facilityBits && card >= 0 && card < cardRange;
  return isWhole && fits ? facility * cardRange + card : null;
}
