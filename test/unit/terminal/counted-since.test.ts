import { expect, test } from 'vitest';
import { countedSince } from '../../../src/terminal/counted-since.ts';

const clock = { now: () => 100_000, monotonic: () => 5_000 };
const punch = (workerId: string, punchId: number, atMs: number, direction: 'in' | 'out') => ({
  workerId,
  punchId,
  atMs,
  direction,
});

test('after a start only the last punch of a worker counts, and only in the direction that it went', () => {
  const recent = () => [punch('in', 1, 95_000, 'in'), punch('back', 2, 96_000, 'in'), punch('back', 3, 97_000, 'out')];
  const at = (direction: 'in' | 'out') => [...countedSince({ recent }, { clock, sinceMs: 90_000, direction })];
  expect(at('in')).toEqual([['in', { punchId: 1, atMs: 0 }]]);
  expect(at('out')).toEqual([['back', { punchId: 3, atMs: 2_000 }]]);
});
