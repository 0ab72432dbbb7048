import { describe, expect, it } from 'vitest';
import { analyseFace } from '../../../src/shared/vision/analyse-face.ts';
import { facePoints } from '../../../src/shared/vision/face-points.ts';
import { headAngles, measureCrop } from '../../../src/shared/vision/measure.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../src/shared/vision/observation.ts';
import { detailOf, viewScore } from '../../../src/shared/vision/view-score.ts';
import { syntheticFace, templateFace } from './synthetic-face.ts';

const at = { centre: { x: 320, y: 240 }, width: 192 };
const grey = (value: number) => new Uint8Array(CROP_BYTES).fill(value);

function checkered(low: number, high: number, size: number): Uint8Array {
  const crop = new Uint8Array(CROP_BYTES);
  for (let y = 0; y < CROP_SIDE; y++) {
    for (let x = 0; x < CROP_SIDE; x++) {
      const value = (Math.floor(x / size) + Math.floor(y / size)) % 2 === 0 ? low : high;
      crop.fill(value, (y * CROP_SIDE + x) * 3, (y * CROP_SIDE + x) * 3 + 3);
    }
  }
  return crop;
}

describe('head angles', () => {
  it('are zero for a level head that looks into the camera', () => {
    const { yawDeg, pitchDeg, rollDeg } = headAngles(syntheticFace(at));
    expect(yawDeg).toBeCloseTo(0, 5);
    expect(pitchDeg).toBeCloseTo(0, 5);
    expect(rollDeg).toBeCloseTo(0, 5);
  });

  it('have positive yaw when the face turns to the right of the picture', () => {
    expect(headAngles(syntheticFace({ ...at, yawDeg: 30 })).yawDeg).toBeCloseTo(30, 1);
    expect(headAngles(syntheticFace({ ...at, yawDeg: -30 })).yawDeg).toBeCloseTo(-30, 1);
  });

  it('have positive pitch when the face looks up', () => {
    expect(headAngles(syntheticFace({ ...at, pitchDeg: 25 })).pitchDeg).toBeCloseTo(25, 0);
    expect(headAngles(syntheticFace({ ...at, pitchDeg: -25 })).pitchDeg).toBeCloseTo(-25, 0);
  });
});

describe('measures of a crop', () => {
  it('tell dark from bright', () => {
    expect(measureCrop(grey(40)).brightness).toBeCloseTo(40, 3);
    expect(measureCrop(grey(200)).brightness).toBeCloseTo(200, 3);
    expect(measureCrop(grey(200)).contrast).toBeCloseTo(0, 3);
  });

  it('call fine structure sharper than coarse structure of the same contrast', () => {
    const fine = measureCrop(checkered(80, 160, 2));
    const coarse = measureCrop(checkered(80, 160, 12));
    expect(fine.contrast).toBeCloseTo(coarse.contrast, 0);
    expect(fine.sharpness).toBeGreaterThan(2 * coarse.sharpness);
  });

  it('find the same detail in a picture taken in a third of the light', () => {
    const bright = detailOf(measureCrop(checkered(60, 180, 4)));
    const dim = detailOf(measureCrop(checkered(20, 60, 4)));
    expect(dim).toBeCloseTo(bright, 2);
  });
});

describe('an analysed face', () => {
  const picture = { data: new Uint8Array(640 * 480 * 3).fill(120), width: 640, height: 480 };

  it('is measured in px of the whole picture when Human was given a smaller one', () => {
    const small = analyseFace(syntheticFace({ centre: { x: 160, y: 120 }, width: 96 }), picture, 0.5);
    expect(small?.measures.box.x).toBeCloseTo(224, 0);
    expect(Math.abs((small?.measures.box.width ?? 0) - 192)).toBeLessThanOrEqual(2);
  });

  it('gives back the half pixel that Human cuts off', () => {
    const points = facePoints(templateFace({ x: 100, y: 50 }));
    expect(points?.[2].x).toBeCloseTo(156.03, 6);
    expect(points?.[2].y).toBeCloseTo(121.74, 6);
  });

  it('does not exist without a whole mesh', () => {
    const face = syntheticFace(at);
    expect(analyseFace({ ...face, mesh: face.mesh.slice(0, 6) }, picture)).toBeNull();
  });
});

describe('the score of a view', () => {
  const base = analyseFace(syntheticFace(at), {
    data: Uint8Array.from({ length: 640 * 480 * 3 }, (_, i) => 100 + ((i * 37) % 60)),
    width: 640,
    height: 480,
  })?.measures;
  if (!base) throw new Error('the synthetic face must be analysed');

  it('lies between 0 and 1', () => {
    expect(viewScore(base)).toBeGreaterThan(0);
    expect(viewScore(base)).toBeLessThanOrEqual(1);
  });

  it.each([
    ['turned away', { ...base, yawDeg: 35 }],
    ['farther away', { ...base, box: { ...base.box, width: 90 } }],
    ['darker', { ...base, brightness: 30 }],
    ['less sharp', { ...base, sharpness: base.sharpness / 50 }],
  ])('is lower when the face is %s', (_what, worse) => {
    expect(viewScore(worse)).toBeLessThan(viewScore(base));
  });

  it('is lower when the face moves', () => {
    expect(viewScore(base, 0.2)).toBeLessThan(viewScore(base));
  });
});
