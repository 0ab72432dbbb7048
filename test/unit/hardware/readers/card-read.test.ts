import { expect, test } from 'vitest';
import { asCardRead, CardRepeats } from '../../../../src/hardware/readers/card-read.ts';

const cardA = asCardRead('left', 0x06_00_8e_6d_5dn, 32);
const cardB = asCardRead('left', 1n, 32);

test('a reader passes on as many bits of a number as it is said to', () => {
  expect(cardA).toEqual({ reader: 'left', number: '9334109', bits: 32 });
  expect(asCardRead('left', 0x12_34_56_78n, 24).number).toBe(String(0x34_56_78));
  expect(asCardRead('left', 0x04_a1_b2_c3_d4_e5_f6n, 64).number).toBe(String(0x04_a1_b2_c3_d4_e5_f6n));
});

test('a card that is held to a reader counts once, however often the reader says it', () => {
  const repeats = new CardRepeats(1_000);
  const counted = [0, 100, 900, 1_800, 2_700, 3_600].filter((atMs) => repeats.isNew(cardA, atMs));
  expect(counted).toEqual([0]);
});

test('a card counts again once it was away for a second', () => {
  const repeats = new CardRepeats(1_000);
  expect([0, 999, 1_999, 2_998].map((atMs) => repeats.isNew(cardA, atMs))).toEqual([true, false, true, false]);
});

test('another card counts at once, and the same card at another reader does not', () => {
  const repeats = new CardRepeats(1_000);
  expect(repeats.isNew(cardA, 0)).toBe(true);
  expect(repeats.isNew(cardB, 1)).toBe(true);
  expect(repeats.isNew({ ...cardA, reader: 'right' }, 2)).toBe(false);
});
