import { describe, expect, it } from 'vitest';
import { eyeLight } from '../../../src/recognition/eye-light.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../src/shared/vision/observation.ts';

const SKIN = 150;

/** A face of even skin with `paint` on it; null leaves the skin. */
function crop(paint: (x: number, y: number) => number | null, gain = 1): Uint8Array {
  const pixels = new Uint8Array(CROP_BYTES);
  for (let i = 0; i < CROP_SIDE * CROP_SIDE; i++) {
    const value = paint(i % CROP_SIDE, Math.floor(i / CROP_SIDE)) ?? SKIN;
    pixels.fill(gain * value, 3 * i, 3 * i + 3);
  }
  return pixels;
}

/** Two lenses, as large as the eye sockets. */
const isLens = (x: number, y: number): boolean => y >= 42 && y <= 64 && ((x >= 24 && x <= 52) || (x >= 60 && x <= 88));
/** Iris and lashes. */
const isEye = (x: number, y: number): boolean => Math.abs(y - 52) < 3 && (Math.abs(x - 38) < 8 || Math.abs(x - 74) < 8);

describe('light of the eyes', () => {
  it('is that of the cheeks where nothing covers them, whatever the exposure', () => {
    expect(eyeLight(crop((x, y) => (isEye(x, y) ? 40 : null)))).toBeCloseTo(1, 2);
    expect(eyeLight(crop((x, y) => (isEye(x, y) ? 40 : null), 0.4))).toBeCloseTo(1, 1);
  });

  it('is low behind dark lenses, in bright and in dim pictures', () => {
    expect(eyeLight(crop((x, y) => (isLens(x, y) ? 45 : null)))).toBeCloseTo(0.3, 2);
    expect(eyeLight(crop((x, y) => (isLens(x, y) ? 45 : null), 0.4))).toBeCloseTo(0.3, 1);
  });

  it('is not low with one eye in the shade, or under a peak that shades both eyes but not the skin below', () => {
    expect(eyeLight(crop((x) => (x < 56 ? 40 : null)))).toBeGreaterThan(0.95);
    expect(eyeLight(crop((_x, y) => (y < 57 ? 60 : null)))).toBeGreaterThan(0.95);
  });

  it('says nothing of a crop without any light', () => {
    expect(Number.isFinite(eyeLight(new Uint8Array(CROP_BYTES)))).toBe(true);
  });
});
