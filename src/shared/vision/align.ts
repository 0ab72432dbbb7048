import type { FacePoints } from './face-points.ts';
import { channelsOf, type Picture, type Point } from './human-face.ts';
import { CROP_BYTES, CROP_SIDE } from './observation.ts';

/** Where the five points lie in the 112×112 crop that embedding networks are trained on. */
export const cropTemplate: FacePoints = [
  { x: 38.29, y: 51.7 },
  { x: 73.53, y: 51.5 },
  { x: 56.03, y: 71.74 },
  { x: 41.55, y: 92.37 },
  { x: 70.73, y: 92.2 },
];

/** Rotation, uniform scale and shift: x' = a·x − b·y + tx, y' = b·x + a·y + ty. */
export interface Similarity {
  readonly a: number;
  readonly b: number;
  readonly tx: number;
  readonly ty: number;
}

const centre = (points: readonly Point[]): Point => ({
  x: points.reduce((sum, point) => sum + point.x, 0) / points.length,
  y: points.reduce((sum, point) => sum + point.y, 0) / points.length,
});

/** The similarity that brings `from` nearest to `to` (least squares); null when `from` is a single spot. */
export function fitSimilarity(from: readonly Point[], to: readonly Point[]): Similarity | null {
  const fromCentre = centre(from);
  const toCentre = centre(to);
  let along = 0;
  let across = 0;
  let spread = 0;
  for (const [index, point] of from.entries()) {
    const target = to[index];
    if (!target) return null;
    const x = point.x - fromCentre.x;
    const y = point.y - fromCentre.y;
    const u = target.x - toCentre.x;
    const v = target.y - toCentre.y;
    along += x * u + y * v;
    across += x * v - y * u;
    spread += x * x + y * y;
  }
  if (!(spread > 1e-9)) return null;
  const a = along / spread;
  const b = across / spread;
  return {
    a,
    b,
    tx: toCentre.x - a * fromCentre.x + b * fromCentre.y,
    ty: toCentre.y - b * fromCentre.x - a * fromCentre.y,
  };
}

/** The way back of `similarity`. */
export function invert({ a, b, tx, ty }: Similarity): Similarity {
  const norm = a * a + b * b;
  const ia = a / norm;
  const ib = -b / norm;
  return { a: ia, b: ib, tx: -(ia * tx - ib * ty), ty: -(ib * tx + ia * ty) };
}

/** Source pixels per crop pixel from which on one bilinear sample would skip pixels. */
const SHRINKS_FROM = 1.5;
const MAX_SAMPLES_PER_SIDE = 8;

/**
 * Cuts the aligned face out: RGB, CROP_BYTES bytes; what lies outside the picture is black.
 * Null when the points are no face (all on one spot).
 */
export function alignFace(picture: Picture, points: FacePoints): Uint8Array | null {
  const forward = fitSimilarity(points, cropTemplate);
  if (!forward || !(Math.hypot(forward.a, forward.b) > 1e-6)) return null;
  const back = invert(forward);
  const shrink = Math.hypot(back.a, back.b);
  const samples = shrink < SHRINKS_FROM ? 1 : Math.min(MAX_SAMPLES_PER_SIDE, Math.ceil(shrink));
  return warp(picture, back, samples);
}

function warp(picture: Picture, back: Similarity, samples: number): Uint8Array {
  const channels = channelsOf(picture);
  const { data, width, height } = picture;
  const stride = width * channels;
  const crop = new Uint8Array(CROP_BYTES);
  const share = 1 / (samples * samples);
  const places = Float64Array.from({ length: samples }, (_, i) => (i + 0.5) / samples);
  for (let row = 0, at = 0; row < CROP_SIDE; row++) {
    for (let column = 0; column < CROP_SIDE; column++) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let i = 0; i < samples; i++) {
        const cy = row + (places[i] ?? 0) - 0.5;
        for (let j = 0; j < samples; j++) {
          const cx = column + (places[j] ?? 0) - 0.5;
          const x = back.a * cx - back.b * cy + back.tx;
          const y = back.b * cx + back.a * cy + back.ty;
          const x0 = Math.floor(x);
          const y0 = Math.floor(y);
          for (let corner = 0; corner < 4; corner++) {
            const px = x0 + (corner & 1);
            const py = y0 + (corner >> 1);
            if (px < 0 || py < 0 || px >= width || py >= height) continue;
            const weight = (1 - Math.abs(x - px)) * (1 - Math.abs(y - py));
            const source = py * stride + px * channels;
            red += weight * (data[source] ?? 0);
            green += weight * (data[source + 1] ?? 0);
            blue += weight * (data[source + 2] ?? 0);
          }
        }
      }
      crop[at++] = Math.round(red * share);
      crop[at++] = Math.round(green * share);
      crop[at++] = Math.round(blue * share);
    }
  }
  return crop;
}
