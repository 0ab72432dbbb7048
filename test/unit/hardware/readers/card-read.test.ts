import { expect, test } from 'vitest';
import { asCardRead } from '../../../../src/hardware/readers/card-read.ts';
import { Repeats } from '../../../../src/hardware/readers/repeats.ts';

test('a reader passes on as many bits of a number as it is said to', () => {
  expect(asCardRead('left', 0x06_00_8e_6d_5dn, 32)).toEqual({ reader: 'left', number: '9334109', bits: 32 });
  expect(asCardRead('left', 0x12_34_56_78n, 24).number).toBe(String(0x34_56_78));
  expect(asCardRead('left', 0x04_a1_b2_c3_d4_e5_f6n, 64).number).toBe(String(0x04_a1_b2_c3_d4_e5_f6n));
});

test('a card that is held to a reader counts once, however often the reader says it', () => {
  const repeats = new Repeats(1_000);
  const counted = [0, 100, 900, 1_800, 2_700, 3_600].filter((atMs) => repeats.isNew('a', atMs));
  expect(counted).toEqual([0]);
});

test('a card counts again once it was away for a second', () => {
  const repeats = new Repeats(1_000);
  expect([0, 999, 1_999, 2_998].map((atMs) => repeats.isNew('a', atMs))).toEqual([true, false, true, false]);
});

test('another card counts at once', () => {
  const repeats = new Repeats(1_000);
  expect([repeats.isNew('a', 0), repeats.isNew('b', 1), repeats.isNew('a', 2)]).toEqual([true, true, false]);
});
