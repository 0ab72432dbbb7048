import { describe, expect, it } from 'vitest';
import { cutOffShare } from '../../../src/recognition/cut-off.ts';
import { judgePhotograph, rivalShare, type Strictness } from '../../../src/recognition/photograph.ts';
import type { FaceMeasures } from '../../../src/shared/vision/observation.ts';
import { goodMeasures } from './faces.ts';

const wide = (width: number) => ({ ...goodMeasures, box: { x: 10, y: 10, width, height: width } });

const judge = (measures: FaceMeasures, rival: number, strictness: Strictness, eyeLight = 1, cutOff = 0) =>
  judgePhotograph({ measures, rival, eyeLight, cutOff }, strictness);

describe('a photograph that somebody could take again', () => {
  it('is enrolled without a word when it is good', () => {
    expect(judge(goodMeasures, 0, 'capture')).toEqual({ kind: 'usable', warnings: [] });
  });

  it.each([
    ['photo.tooSmall', wide(40), 0],
    ['photo.blurred', { ...goodMeasures, sharpness: 8 }, 0],
    ['photo.badPose', { ...goodMeasures, yawDeg: -48 }, 0],
    ['photo.badLight', { ...goodMeasures, brightness: 18 }, 0],
    ['photo.badLight', { ...goodMeasures, contrast: 5, sharpness: 3 }, 0],
    ['photo.severalFaces', goodMeasures, 0.9],
  ] as const)('is refused as %s, with the numbers', (code, measures, rival) => {
    const verdict = judge(measures, rival, 'capture');
    expect(verdict).toMatchObject({ kind: 'refused', code });
    expect(verdict.kind === 'refused' && verdict.message).toMatch(/\d/);
  });

  it('is not refused for a bystander who is half as wide', () => {
    expect(judge(goodMeasures, 0.5, 'capture').kind).toBe('usable');
  });
});

describe('dark glasses', () => {
  it.each(['capture', 'standard'] as const)('are to be taken off before a photograph is taken here: %s', (strictness) => {
    expect(judge(goodMeasures, 0, strictness, 0.46)).toMatchObject({ kind: 'refused', code: 'photo.darkGlasses' });
    expect(judge(goodMeasures, 0, strictness, 0.77).kind).toBe('usable');
  });

  it("on a platform's photograph are a flag", () => {
    expect(judge(goodMeasures, 0, 'platform', 0.2)).toEqual({ kind: 'usable', warnings: ['photo.darkGlasses'] });
  });
});

describe('a face that the edge of the picture cuts', () => {
  const picture = { width: 400, height: 300 };

  it.each([
    [0, { x: 0, y: 0, width: 400, height: 300 }],
    [0.25, { x: 325, y: 50, width: 100, height: 100 }],
    [0.5, { x: 100, y: -50, width: 100, height: 100 }],
    [1, { x: 500, y: 50, width: 100, height: 100 }],
  ])('lies outside by %d of its width or height', (share, box) => {
    expect(cutOffShare(box, picture)).toBeCloseTo(share);
  });

  it.each(['capture', 'standard'] as const)('is to be taken again, whole: %s', (strictness) => {
    expect(judge(goodMeasures, 0, strictness, 1, 0.1)).toMatchObject({ kind: 'refused', code: 'photo.cutOff' });
    expect(judge(goodMeasures, 0, strictness, 1, 0.09).kind).toBe('usable');
  });

  it('is flagged in what a platform sends, and refused where half of it is missing', () => {
    expect(judge(goodMeasures, 0, 'platform', 1, 0.4)).toEqual({ kind: 'usable', warnings: ['photo.cutOff'] });
    expect(judge(goodMeasures, 0, 'platform', 1, 0.5)).toMatchObject({ kind: 'refused', code: 'photo.cutOff' });
  });
});

describe('a photograph from the platform', () => {
  it('is enrolled with warnings when it is poor', () => {
    const poor = { ...wide(40), yawDeg: 48 };
    expect(judge(poor, 0, 'platform')).toEqual({ kind: 'usable', warnings: ['photo.tooSmall', 'photo.badPose'] });
  });

  it.each([
    ['photo.tooSmall', wide(18)],
    ['photo.blurred', { ...goodMeasures, sharpness: 6 }],
    ['photo.badLight', { ...goodMeasures, brightness: 12 }],
    ['photo.badPose', { ...goodMeasures, yawDeg: 60 }],
  ] as const)('is enrolled and flagged as %s while it can still tell who he is', (code, measures) => {
    expect(judge(measures, 0, 'platform')).toEqual({ kind: 'usable', warnings: [code] });
    expect(judge(measures, 0, 'capture')).toMatchObject({ kind: 'refused', code });
  });

  it.each([
    ['photo.tooSmall', wide(14), 0],
    ['photo.blurred', { ...goodMeasures, sharpness: 2 }, 0],
    ['photo.badLight', { ...goodMeasures, brightness: 6 }, 0],
    ['photo.severalFaces', goodMeasures, 0.95],
  ] as const)('is refused as %s when nobody could be told by it', (code, measures, rival) => {
    expect(judge(measures, rival, 'platform')).toMatchObject({ kind: 'refused', code });
  });
});

describe('another face in a photograph', () => {
  const chosen = { x: 200, y: 200, width: 100, height: 120 };

  it('counts by its width', () => {
    expect(rivalShare(chosen, { x: 20, y: 30, width: 80, height: 90 }, 500, 500)).toBeCloseTo(0.8, 9);
  });

  it('counts less when the edge of the picture cuts it', () => {
    expect(rivalShare(chosen, { x: -30, y: 30, width: 80, height: 90 }, 500, 500)).toBeCloseTo(0.56, 9);
    expect(rivalShare(chosen, { x: 440, y: 30, width: 80, height: 90 }, 500, 500)).toBeCloseTo(0.56, 9);
  });
});
