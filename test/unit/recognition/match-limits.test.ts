import { describe, expect, it } from 'vitest';
import type { SearchResult } from '../../../src/recognition/gallery.ts';
import type { Calibration } from '../../../src/recognition/manifest.ts';
import { expectedFor, leadOf, limitsFor, namedBy } from '../../../src/recognition/match-limits.ts';

const found = (best: number, runnerUp: number | null): SearchResult => ({
  best: { workerId: 'ada', score: best },
  runnerUp: runnerUp === null ? null : { workerId: 'bob', score: runnerUp },
});
const limits = { threshold: 0.55, margin: 0.05, lead: 0.38 };

describe('who is named', () => {
  it('is the nearest worker whose score and lead reach the limits', () => {
    expect(namedBy(found(0.7, 0.4), limits)?.workerId).toBe('ada');
    expect(namedBy(found(0.6, 0.4), limits)?.workerId).toBe('ada');
  });

  it('is nobody when the gallery is empty', () => {
    expect(namedBy({ best: null, runnerUp: null }, limits)).toBeNull();
  });

  it('is nobody below the threshold, however far behind the runner-up is', () => {
    expect(namedBy(found(0.549, -0.2), limits)).toBeNull();
  });

  it('is nobody when another worker is as like', () => {
    expect(namedBy(found(0.9, 0.86), limits)).toBeNull();
  });

  it('asks for more where the runner-up is high, as in a gallery of people who look alike', () => {
    expect(namedBy(found(0.64, 0.5), limits)?.workerId).toBe('ada');
    expect(namedBy(found(0.64, 0.54), limits)).toBeNull();
  });

  it('takes nothing off for a runner-up who is unlike, or for none', () => {
    expect(leadOf(found(0.6, -0.3))).toBe(0.6);
    expect(leadOf(found(0.6, null))).toBe(0.6);
  });
});

describe('limits by size of the gallery', () => {
  const calibration: Calibration = {
    threshold: 0.6,
    margin: 0.05,
    marginDescription: '',
    evidence: {},
    byGallery: [
      { templates: 100, threshold: 0.5, lead: 0.3 },
      { templates: 10_000, threshold: 0.6, lead: 0.4 },
    ],
  };

  it.each([
    [0, 0.5, 0.3],
    [1, 0.5, 0.3],
    [100, 0.5, 0.3],
    [1_000, 0.55, 0.35],
    [10_000, 0.6, 0.4],
    [90_000, 0.6, 0.4],
  ])('of %i templates are a threshold of %d and a lead of %d', (templates, threshold, lead) => {
    const at = limitsFor(calibration, templates);
    expect(at.threshold).toBeCloseTo(threshold, 9);
    expect(at.lead).toBeCloseTo(lead, 9);
    expect(at.margin).toBe(0.05);
  });

  it('are threshold and margin alone where the recogniser was not calibrated by size', () => {
    expect(limitsFor({ ...calibration, byGallery: [] }, 5_000)).toEqual({ threshold: 0.6, margin: 0.05, lead: -1 });
  });
});

describe('what is expected of the limits', () => {
  const at = (templates: number, falsePositive: number, isExtrapolated: boolean) => ({
    templates,
    threshold: 0.5,
    lead: 0.3,
    expected: { falsePositive, falseNegative: 0.1, isExtrapolated },
  });
  const calibration: Calibration = {
    threshold: 0.6,
    margin: 0.05,
    marginDescription: '',
    evidence: {},
    byGallery: [at(100, 0.01, false), at(10_000, 0.03, true)],
  };

  it('lies between the measured sizes, and is extrapolated as soon as one of them is', () => {
    expect(expectedFor(calibration, 40)).toEqual({ falsePositive: 0.01, falseNegative: 0.1, isExtrapolated: false });
    const between = expectedFor(calibration, 1_000);
    expect(between?.falsePositive).toBeCloseTo(0.02, 9);
    expect(between?.isExtrapolated).toBe(true);
  });

  it('is unknown where nobody measured it', () => {
    expect(expectedFor({ ...calibration, byGallery: [] }, 1_000)).toBeNull();
  });
});
