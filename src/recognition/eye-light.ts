import { CROP_SIDE } from '../shared/vision/observation.ts';

/** Places in an aligned crop, px, ends included: the eye, the skin just below it that glasses cover, and the cheek that they do not. */
const sides = [
  { left: 29, right: 47 },
  { left: 65, right: 83 },
] as const;
const EYE = { top: 47, bottom: 56 };
const UNDER = { top: 58, bottom: 62 };
const CHEEK = { top: 72, bottom: 80 };

function meanLuma(crop: Uint8Array, { left, right }: (typeof sides)[number], { top, bottom }: typeof EYE): number {
  let sum = 0;
  for (let row = top; row <= bottom; row++) {
    for (let column = left; column <= right; column++) {
      const at = 3 * (row * CROP_SIDE + column);
      sum += 0.299 * (crop[at] ?? 0) + 0.587 * (crop[at + 1] ?? 0) + 0.114 * (crop[at + 2] ?? 0);
    }
  }
  return sum / ((bottom - top + 1) * (right - left + 1));
}

/**
 * How light the surroundings of the eyes are, in terms of the cheeks: about 1 without glasses, below 0.7 behind dark ones. Of both eyes and
 * the skin below them the lightest counts, so that a shadow over one side, dark brows or deep eyes alone mean nothing.
 * `crop`: aligned, RGB, CROP_BYTES bytes.
 */
export function eyeLight(crop: Uint8Array): number {
  const lights = sides.flatMap((side) => {
    const cheek = Math.max(1, meanLuma(crop, side, CHEEK));
    return [meanLuma(crop, side, EYE) / cheek, meanLuma(crop, side, UNDER) / cheek];
  });
  return Math.max(...lights);
}
