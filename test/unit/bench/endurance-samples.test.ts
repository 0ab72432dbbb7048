import { describe, expect, it } from 'vitest';
import { grewPercent, sampleCounts, sampled } from '../../bench/endurance-samples.ts';

describe('samples on the way', () => {
  it('are taken after a tenth and at the end of all, and never twice after the same', () => {
    expect(sampleCounts(10_000)).toEqual([1_000, 2_000, 4_000, 7_000, 10_000]);
    expect(sampleCounts(3)).toEqual([1, 2, 3]);
  });

  it('have each passage run once, in order, before they are taken', async () => {
    let last = 0;
    const pass = async (from: number, to: number): Promise<void> => {
      expect(from).toBe(last + 1);
      last = to;
    };
    const told: number[] = [];
    const samples = await sampled(
      [2, 5],
      pass,
      async () => ({ last }),
      (passages) => void told.push(passages),
    );
    expect(samples).toEqual([
      { passages: 2, last: 2 },
      { passages: 5, last: 5 },
    ]);
    expect(told).toEqual([2, 5]);
  });

  it('tell the growth from the first to the last', () => {
    expect(grewPercent([{ mb: 80 }, { mb: 200 }, { mb: 84 }], ({ mb }) => mb)).toBe(5);
  });
});
