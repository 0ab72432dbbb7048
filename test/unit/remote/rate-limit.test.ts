import { expect, it } from 'vitest';
import { RateLimit } from '../../../src/remote/rate-limit.ts';

function limit() {
  let nowMs = 0;
  const made = new RateLimit({ burst: 2, perSecond: 1 }, { monotonic: () => nowMs });
  return { take: (peer = 'a') => made.take(peer), pass: (ms: number) => void (nowMs += ms) };
}

it('lets a few at once and then one after the other', () => {
  const { take, pass } = limit();
  expect([take(), take(), take()]).toEqual([true, true, false]);
  pass(999);
  expect(take()).toBe(false);
  pass(1);
  expect([take(), take()]).toEqual([true, false]);
  pass(60_000);
  expect([take(), take(), take()]).toEqual([true, true, false]);
});

it('counts each peer for itself', () => {
  const { take } = limit();
  expect([take('a'), take('a'), take('a'), take('b')]).toEqual([true, true, false, true]);
});

it('is not got round by more peers than it remembers', () => {
  const { take } = limit();
  expect([take('a'), take('a'), take('a')]).toEqual([true, true, false]);
  for (let other = 0; other < 500; other++) take(String(other));
  expect(take('a')).toBe(false);
});
