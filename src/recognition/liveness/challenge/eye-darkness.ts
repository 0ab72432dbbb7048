import { cropTemplate, fitSimilarity, type Similarity } from '../../../shared/vision/align.ts';
import type { Point } from '../../../shared/vision/human-face.ts';
import type { Mesh } from '../../../shared/vision/liveness/mesh.ts';
import { CROP_SIDE } from '../../../shared/vision/observation.ts';
import { alignedPoints, eyeCorners, lidPairs } from './mesh-parts.ts';
import type { Difference } from './reference.ts';

/** Part of the eye that is looked at, from corner to corner: the middle, where the iris is. */
const ALONG = { from: 0.3, to: 0.7, steps: 9 };
/** From the middle between the lids, in openings: the upper half of the eye, which the lid covers first. */
const ACROSS = { from: -0.35, to: 0, steps: 4 };
/** The skin below the eye, to compare with. */
const SKIN = { from: 1.3, to: 1.7, steps: 3 };
/** Eyes that are hardly open in the crop are looked at as if they were open this far, px. */
const LEAST_OPENING_PX = 3;

function luma(crop: Uint8Array, x: number, y: number): number {
  const cx = Math.min(CROP_SIDE - 1.001, Math.max(0, x));
  const cy = Math.min(CROP_SIDE - 1.001, Math.max(0, y));
  const [x0, y0] = [Math.floor(cx), Math.floor(cy)];
  const [dx, dy] = [cx - x0, cy - y0];
  const at = (column: number, row: number): number => {
    const i = 3 * (row * CROP_SIDE + column);
    return 0.299 * (crop[i] ?? 0) + 0.587 * (crop[i + 1] ?? 0) + 0.114 * (crop[i + 2] ?? 0);
  };
  const above = (1 - dx) * at(x0, y0) + dx * at(x0 + 1, y0);
  return (1 - dy) * above + dy * ((1 - dx) * at(x0, y0 + 1) + dx * at(x0 + 1, y0 + 1));
}

const meanPoint = (mesh: Mesh, indices: readonly number[]): Point => ({
  x: indices.reduce((sum, index) => sum + (mesh[3 * index] ?? 0), 0) / indices.length,
  y: indices.reduce((sum, index) => sum + (mesh[3 * index + 1] ?? 0), 0) / indices.length,
});

/** From px of the picture to px of the aligned crop. */
const toCrop = (mesh: Mesh): Similarity | null =>
  fitSimilarity(
    alignedPoints.map((indices) => meanPoint(mesh, indices)),
    cropTemplate,
  );

/**
 * How much darker than the skin below it each eye is where its upper half was in the neutral pose: the share of the skin's
 * light that is missing. An iris and lashes are dark, a lid is not. The eye at the picture's left first; null where it cannot be seen.
 */
export function eyeDarkness(crop: Uint8Array, mesh: Mesh, difference: Difference): readonly [number | null, number | null] {
  const map = toCrop(mesh);
  if (!map) return [null, null];
  const place = (index: number): Point => {
    const { x, y } = difference.place(index);
    return { x: map.a * x - map.b * y + map.tx, y: map.b * x + map.a * y + map.ty };
  };
  const [left, right] = [0, 1].map((eye) => darknessOf(crop, place, eyeCorners[eye] ?? [0, 0], lidPairs[eye] ?? []));
  return [left ?? null, right ?? null];
}

function darknessOf(
  crop: Uint8Array,
  place: (index: number) => Point,
  [outer, inner]: readonly [number, number],
  lids: readonly (readonly [number, number])[],
): number | null {
  const [from, to] = [place(outer), place(inner)];
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (!(length > 0) || lids.length === 0) return null;
  const along = { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
  const down = ({ x, y }: Point): number => -along.y * (x - from.x) + along.x * (y - from.y);
  const mean = (side: 0 | 1): number => lids.reduce((sum, pair) => sum + down(place(pair[side])), 0) / lids.length;
  const [upper, lower] = [mean(0), mean(1)];
  const opening = Math.max(LEAST_OPENING_PX, lower - upper);
  const patch = (across: typeof ACROSS): number => {
    let sum = 0;
    for (let row = 0; row < across.steps; row++) {
      const v = (upper + lower) / 2 + opening * stepOf(across, row);
      for (let column = 0; column < ALONG.steps; column++) {
        const u = length * stepOf(ALONG, column);
        sum += luma(crop, from.x + along.x * u - along.y * v, from.y + along.y * u + along.x * v);
      }
    }
    return sum / (across.steps * ALONG.steps);
  };
  const skin = patch(SKIN);
  return skin > 0 ? 1 - patch(ACROSS) / skin : null;
}

const stepOf = ({ from, to, steps }: typeof ALONG, step: number): number => from + ((to - from) * step) / (steps - 1);
