import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FlagTally } from '../../../src/terminal/flag-tally.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('reports after so many people, and the rest when nobody has come for a while', () => {
  const told: unknown[] = [];
  const tally = new FlagTally({ report: (enrolled, flags) => told.push([enrolled, flags]), every: 3, quietMs: 1_000 });
  for (const flags of [['b', 'a', 'b'], [], ['b'], ['c']]) tally.note(flags);
  expect(told).toEqual([[3, { a: 1, b: 2 }]]);
  vi.advanceTimersByTime(999);
  tally.note([]);
  vi.advanceTimersByTime(999);
  expect(told).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(told[1]).toEqual([2, { c: 1 }]);
  vi.advanceTimersByTime(10_000);
  expect(told).toHaveLength(2);
});
