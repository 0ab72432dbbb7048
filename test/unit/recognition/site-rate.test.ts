import { describe, expect, it } from 'vitest';
import { siteRateOf, type OwnSearch } from '../../../src/recognition/site-rate.ts';

const limits = { threshold: 0.55, margin: 0.05, lead: 0.37 };
const nobody = (count: number): OwnSearch[] => Array.from({ length: count }, () => ({ kind: 'nobody' }));
const named = (...scores: number[]): OwnSearch[] => scores.map((score) => ({ kind: 'named', score, isLookalike: score >= 0.6 }));
const doubles = (count: number): OwnSearch[] => Array.from({ length: count }, () => ({ kind: 'double' }));
const rateOf = (...searches: OwnSearch[]) => siteRateOf(searches, limits, 7);

describe('the rate of a site', () => {
  it('counts who is taken for somebody else, and apart who is so for himself under another id', () => {
    const rate = rateOf(...nobody(96), ...named(0.56, 0.58, 0.61, 0.7), ...doubles(6));
    expect(rate).toMatchObject({ atMs: 7, limits, workers: 100, named: 4, lookalikes: 2, doubles: 6 });
    expect(rate.rate?.share).toBeCloseTo(0.04, 12);
  });

  it('has an interval as wide as half as many searches give, for they come in pairs', () => {
    const { rate } = rateOf(...nobody(190), ...named(...Array.from({ length: 10 }, () => 0.6)));
    // Wilson, 5 of 100.
    expect(rate?.low).toBeCloseTo(0.02154, 4);
    expect(rate?.high).toBeCloseTo(0.11175, 4);
  });

  it('is none below 50 workers, however many are taken for another; doubles are no workers', () => {
    expect(rateOf(...nobody(39), ...named(...Array.from({ length: 10 }, () => 0.6)), ...doubles(40))).toMatchObject({
      ...{ workers: 49, named: 10, rate: null, isHigh: false, neededThreshold: null },
    });
    expect(rateOf(...nobody(50)).rate).toMatchObject({ share: 0, low: 0 });
    expect(rateOf().rate).toBeNull();
  });

  it.each([
    [4, false],
    [9, false],
    [11, true],
    [40, true],
  ])('of %i in 400 is high: %s; only when it is surely above one in a hundred', (count, isHigh) => {
    expect(rateOf(...nobody(400 - count), ...named(...Array.from({ length: count }, () => 0.6))).isHigh).toBe(isHigh);
  });
});

describe('the threshold that is needed', () => {
  it('is the least one, in thousandths, with which no more than one in a hundred is named', () => {
    const scores = [0.5514, 0.562, 0.5999, 0.6201, 0.6666, 0.71];
    const { neededThreshold } = rateOf(...nobody(294), ...named(...scores));
    const left = (threshold: number): number => scores.filter((score) => score >= threshold).length;
    expect(neededThreshold).toBe(0.6);
    expect([left(0.6), left(0.599)]).toEqual([3, 4]);
  });

  it('is above a score that lies on a thousandth: who reaches it is named', () => {
    expect(rateOf(...nobody(98), ...named(0.75, 0.625)).neededThreshold).toBe(0.626);
  });

  it('is none where no more are named as it is, or where none that can be set helps', () => {
    expect(rateOf(...nobody(99), ...named(0.7)).neededThreshold).toBeNull();
    expect(rateOf(...nobody(97), ...named(0.99, 0.98, 0.97)).neededThreshold).toBeNull();
  });
});
