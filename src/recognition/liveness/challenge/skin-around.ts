import { CROP_SIDE } from '../../../shared/vision/observation.ts';

/** Patches of skin round the eyes in an aligned crop: middle and half size, px. Bridge and root of the nose, below the eyes, brows, forehead, cheeks. */
const patches: readonly (readonly [x: number, y: number, halfWidth: number, halfHeight: number])[] = [
  [56, 50, 3, 3],
  [56, 60, 3, 4],
  [38, 66, 6, 2],
  [74, 66, 6, 2],
  [34, 38, 5, 2],
  [78, 38, 5, 2],
  [56, 36, 4, 3],
  [40, 80, 4, 3],
  [72, 80, 4, 3],
];

function meanLuma(crop: Uint8Array, [x, y, halfWidth, halfHeight]: (typeof patches)[number]): number {
  let sum = 0;
  for (let row = y - halfHeight; row <= y + halfHeight; row++) {
    for (let column = x - halfWidth; column <= x + halfWidth; column++) {
      const i = 3 * (row * CROP_SIDE + column);
      sum += 0.299 * (crop[i] ?? 0) + 0.587 * (crop[i + 1] ?? 0) + 0.114 * (crop[i + 2] ?? 0);
    }
  }
  return sum / ((2 * halfWidth + 1) * (2 * halfHeight + 1));
}

/** Light of the skin round the eyes, each patch as the logarithm of its share of their mean. */
export function skinAround(crop: Uint8Array): readonly number[] {
  const lumas = patches.map((patch) => Math.max(1, meanLuma(crop, patch)));
  const mean = lumas.reduce((sum, value) => sum + value, 0) / lumas.length;
  return lumas.map((value) => Math.log(value / mean));
}

/** How differently the patches changed: 0 when nothing did, or all alike. */
export function changeOf(before: readonly number[], after: readonly number[]): number {
  const changes = before.map((value, i) => (after[i] ?? value) - value);
  return Math.max(...changes) - Math.min(...changes);
}
