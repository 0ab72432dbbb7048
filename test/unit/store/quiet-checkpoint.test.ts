import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { QuietCheckpoint } from '../../../src/store/quiet-checkpoint.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function watched() {
  const at: number[] = [];
  const checkpoint = new QuietCheckpoint({ checkpoint: () => void at.push(Date.now()), monotonic: () => Date.now() });
  const beganMs = Date.now();
  return { checkpoint, at: () => at.map((ms) => ms - beganMs) };
}

it('runs once, a second after the last of several writes', () => {
  const { checkpoint, at } = watched();
  checkpoint.wrote();
  vi.advanceTimersByTime(900);
  checkpoint.wrote();
  vi.advanceTimersByTime(999);
  expect(at()).toEqual([]);
  vi.advanceTimersByTime(10_000);
  expect(at()).toEqual([1_900]);
});

it('runs after a minute although something is written all the time', () => {
  const { checkpoint, at } = watched();
  for (let ms = 0; ms < 65_000; ms += 500) {
    checkpoint.wrote();
    vi.advanceTimersByTime(500);
  }
  expect(at()).toEqual([60_500]);
});

it('tries again at the next write when it failed, and never once it is closed', () => {
  let tries = 0;
  const checkpoint = new QuietCheckpoint({
    checkpoint: () => {
      tries += 1;
      throw new Error('full');
    },
    monotonic: () => Date.now(),
  });
  checkpoint.wrote();
  vi.advanceTimersByTime(1_000);
  checkpoint.wrote();
  vi.advanceTimersByTime(1_000);
  expect(tries).toBe(2);
  checkpoint.wrote();
  checkpoint.close();
  vi.advanceTimersByTime(5_000);
  expect(tries).toBe(2);
});
