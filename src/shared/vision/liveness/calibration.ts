import { z } from 'zod';
import type { Mesh } from './mesh.ts';

/**
 * Where a face of the visible picture lies in the infrared one. Lengths are shares of the picture's width, so that it holds
 * at any resolution. u' = scale·u + shiftX + slope·w, v' = scale·v + shiftY, with (u, v) the face's middle from the picture's middle and w
 * the face's width: a nearer face is wider and lies further aside.
 */
export const CameraCalibration = z.object({
  scale: z.number(),
  shiftX: z.number(),
  shiftY: z.number(),
  slope: z.number(),
  /** Standard deviation of what the fit leaves over, shares of the width. */
  error: z.number(),
  learnedAtMs: z.number(),
});
export type CameraCalibration = z.infer<typeof CameraCalibration>;

/** Mean breadth of an adult face between the ears, as the mesh sees it, mm. */
export const FACE_WIDTH_MM = 145;

/** Two equal cameras side by side, looking straight ahead: what is assumed before anybody calibrated. */
export function uncalibrated(baselineMm: number): CameraCalibration {
  return { scale: 1, shiftX: 0, shiftY: 0, slope: -baselineMm / FACE_WIDTH_MM, error: 0.05, learnedAtMs: 0 };
}

/** The lenses' distance that the `slope` stands for, mm; exact for a face of FACE_WIDTH_MM, a grown-up's is within 15 % of it. */
export const baselineOf = ({ slope }: Pick<CameraCalibration, 'slope'>): number => -slope * FACE_WIDTH_MM;

/** Where a face lies in its own picture, in shares of the picture's width; (0, 0) is the middle of the picture. */
export interface FacePlace {
  readonly u: number;
  readonly v: number;
  /** Width of the face. */
  readonly w: number;
}

/** The place of a mesh whose points are px of a picture of this size: middle and width of the rectangle around it. */
export function placeOfMesh(mesh: Mesh, width: number, height: number): FacePlace {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i + 2 < mesh.length; i += 3) {
    const [x = 0, y = 0] = [mesh[i], mesh[i + 1]];
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  return { u: ((left + right) / 2 - width / 2) / width, v: ((top + bottom) / 2 - height / 2) / width, w: (right - left) / width };
}

/** Where the infrared picture must show the face that the visible one shows at `place`. */
export function expectedPlace({ scale, shiftX, shiftY, slope }: CameraCalibration, { u, v, w }: FacePlace): FacePlace {
  return { u: scale * u + shiftX + slope * w, v: scale * v + shiftY, w: scale * w };
}
