/**
 * How a reader writes the number of a card on its serial line, as data. Hexadecimal texts are bytes: `02` is STX, `03` ETX.
 */
export type CardFormat =
  /** Bytes: start, a length byte that counts the whole frame (or a fixed length), head, number, check byte, end. */
  | {
      readonly kind: 'binary';
      readonly start: string;
      readonly end: string;
      /** Bytes of the whole frame; null: the byte behind `start` says how many. */
      readonly frameBytes: number | null;
      /** Bytes before the number that do not belong to it, such as the kind of card. */
      readonly headBytes: number;
      /** `xor`: over everything between `start` and the check byte. */
      readonly check: 'xor' | 'none';
      readonly order: 'big' | 'little';
    }
  /** Hexadecimal digits in ASCII behind a mark (without one, a shifted frame could pass for another card), the last two of them perhaps the XOR of the others' bytes. */
  | {
      readonly kind: 'hex';
      readonly start: string;
      readonly end: string;
      /** Digits of the number, without those of the check. */
      readonly digits: number;
      readonly check: 'xor' | 'none';
      readonly order: 'big' | 'little';
    }
  /** A line of ASCII digits, ended by CR, LF or both. */
  | {
      readonly kind: 'line';
      readonly base: 10 | 16;
      /** Digits that a line must have, or null: any count from 4 to 20. */
      readonly digits: number | null;
    };

export type CardProfile = 'stx-binary' | 'stx-hex' | 'line-decimal' | 'line-hex';

/** What common readers send without being asked. */
export const cardProfiles: Readonly<Record<CardProfile, CardFormat>> = {
  // 7941D/7941E modules and the many readers built like them (EM4100 and Mifare): 02 0A 02 2E 00 B6 D7 B5 F2 03.
  'stx-binary': { kind: 'binary', start: '02', end: '03', frameBytes: null, headBytes: 1, check: 'xor', order: 'big' },
  // RDM6300 and its like: 02, ten digits, two of the check, 03.
  'stx-hex': { kind: 'hex', start: '02', end: '03', digits: 10, check: 'xor', order: 'big' },
  'line-decimal': { kind: 'line', base: 10, digits: null },
  'line-hex': { kind: 'line', base: 16, digits: null },
};
