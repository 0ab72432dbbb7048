import { expect, test } from 'vitest';
import { Repeats } from '../../../src/terminal/repeats.ts';

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
