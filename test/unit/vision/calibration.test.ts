import { describe, expect, it } from 'vitest';
import {
  baselineOf,
  expectedPlace,
  FACE_WIDTH_MM,
  placeOfMesh,
  uncalibrated,
} from '../../../src/shared/vision/liveness/calibration.ts';
import { fitCalibration, fitLimits, type CalibrationSample } from '../../../src/shared/vision/liveness/calibration-fit.ts';

/** Numbers that only look random, the same in each run: normal enough, standard deviation 1. */
function noise(seed: number): () => number {
  let state = seed;
  const uniform = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
  return () => Array.from({ length: 12 }, uniform).reduce((sum, value) => sum + value, -6);
}

/** A pinhole pair with parallel axes: no formula of the product. Lengths in mm, focal lengths in picture widths. */
function seenBy({ x, y, z, focal, infraredFocal, baselineMm, toeIn, breadthMm }: Rig): CalibrationSample {
  const see = (f: number, offsetMm: number, shift: number) => ({
    u: (f * (x - offsetMm)) / z + shift,
    v: (f * y) / z,
    w: (f * breadthMm) / z,
  });
  return { visible: see(focal, 0, 0), infrared: see(infraredFocal, baselineMm, toeIn) };
}
interface Rig {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly focal: number;
  readonly infraredFocal: number;
  readonly baselineMm: number;
  readonly toeIn: number;
  readonly breadthMm: number;
}
const rig = { focal: 0.9, infraredFocal: 0.9, baselineMm: 40, toeIn: 0, breadthMm: FACE_WIDTH_MM };

/** Thirty samples at each distance, m; `spread`: of each coordinate, shares of the width. */
function walk(distances: readonly number[], setting: Partial<typeof rig> = {}, spread = 0.0016): CalibrationSample[] {
  const next = noise(7);
  const shaken = (place: CalibrationSample['visible']) => ({
    u: place.u + spread * next(),
    v: place.v + spread * next(),
    w: place.w + spread * next(),
  });
  return distances.flatMap((distance) =>
    Array.from({ length: 30 }, () => {
      const sample = seenBy({ x: 30 * next(), y: 20 * next(), z: 1_000 * distance, ...rig, ...setting });
      return { visible: shaken(sample.visible), infrared: shaken(sample.infrared) };
    }),
  );
}

function good(samples: readonly CalibrationSample[]) {
  const fit = fitCalibration(samples, 7);
  if (!fit.isGood) throw new Error(fit.problem);
  return fit;
}

describe('a calibration', () => {
  it('finds the lenses’ distance and the place of a face at a third distance within 2 px of 640', () => {
    for (const baselineMm of [40, 65, -40]) {
      const fit = good(walk([0.5, 1.5], { baselineMm }));
      expect(Math.abs(fit.baselineMm - baselineMm)).toBeLessThan(3);
      const { visible, infrared } = seenBy({ x: 100, y: -50, z: 900, ...rig, baselineMm });
      const expected = expectedPlace(fit.calibration, visible);
      expect(Math.hypot(expected.u - infrared.u, expected.v - infrared.v)).toBeLessThan(2 / 640);
    }
  });

  it('tells cameras that look inwards from cameras that stand further apart', () => {
    const fit = good(walk([0.5, 1.5], { toeIn: 0.05 }));
    expect(Math.abs(fit.calibration.shiftX - 0.05)).toBeLessThan(0.004);
    expect(Math.abs(fit.baselineMm - 40)).toBeLessThan(3);
  });

  it('finds an infrared lens of another focal length', () => {
    const fit = good(walk([0.5, 1.5], { infraredFocal: 0.75 }));
    expect(fit.calibration.scale).toBeCloseTo(0.75 / 0.9, 2);
  });

  it('is not moved by every sixth sample showing another face', () => {
    const clean = walk([0.5, 1.5]);
    const next = noise(3);
    const mixed = clean.map((sample, i) =>
      i % 6 === 0 ? { ...sample, infrared: { u: 0.3 * next(), v: 0.2 * next(), w: 0.1 + 0.02 * next() } } : sample,
    );
    const fit = good(mixed);
    expect(fit.used).toBeLessThanOrEqual(50);
    expect(Math.abs(fit.baselineMm - 40)).toBeLessThan(3);
  });

  it('says how far off it is', () => {
    const { error } = good(walk([0.5, 1.5], {}, 0.004)).calibration;
    expect(error).toBeGreaterThan(0.003);
    expect(error).toBeLessThan(0.008);
  });

  it.each([
    ['tooFew', walk([0.5, 1.5]).slice(0, fitLimits.samples - 1)],
    ['oneDistance', walk([0.6, 0.7])],
    ['errorTooLarge', walk([0.5, 1.5], {}, 0.02)],
    ['implausible', walk([0.5, 1.5], { baselineMm: 400 })],
    ['implausible', walk([0.5, 1.5], { infraredFocal: 2.2 })],
  ])('is refused as %s', (problem, samples) => {
    expect(fitCalibration(samples, 7)).toEqual({ isGood: false, problem });
  });

  it('is refused when half of the samples are of somebody else', () => {
    const other = walk([0.5, 1.5], { toeIn: 0.2 });
    const mixed = walk([0.5, 1.5]).map((sample, i) => (i % 2 === 0 ? sample : (other[i] ?? sample)));
    expect(fitCalibration(mixed, 7).isGood).toBe(false);
  });

  it('before anybody calibrated is the one of two equal cameras side by side', () => {
    const { visible, infrared } = seenBy({ x: 60, y: 10, z: 800, ...rig });
    const expected = expectedPlace(uncalibrated(40), visible);
    expect([expected.u, expected.v, expected.w]).toEqual([infrared.u, infrared.v, infrared.w].map((n) => expect.closeTo(n, 9)));
    expect(baselineOf(uncalibrated(40))).toBeCloseTo(40);
  });
});

it('a mesh stands where the rectangle around it stands, whatever its depth', () => {
  const mesh = Float32Array.of(100, 40, -900, 300, 40, 0, 200, 240, 900);
  expect(placeOfMesh(mesh, 400, 200)).toEqual({ u: 0, v: 0.1, w: 0.5 });
});
