import { expect, it } from 'vitest';
import { CodePace } from '../../../renderer/vision/code-pace.ts';

it('looks for codes four times a second', () => {
  const pace = new CodePace();
  expect(pace.isDue(0)).toBe(true);
  pace.looked(1_000, 1_005);
  expect([pace.isDue(1_249), pace.isDue(1_250)]).toEqual([false, true]);
});

it('looks less often where looking takes long', () => {
  const pace = new CodePace();
  pace.looked(1_000, 1_100);
  expect([pace.isDue(1_799), pace.isDue(1_800)]).toEqual([false, true]);
});
