import { alignFace } from './align.ts';
import { faceBox, facePoints, type FacePoints } from './face-points.ts';
import type { HumanFace, Picture } from './human-face.ts';
import { headAngles, measureCrop } from './measure.ts';
import type { FaceMeasures } from './observation.ts';

/** A face cut out and measured; the same for live frames and for photographs. */
export interface AnalysedFace {
  readonly measures: FaceMeasures;
  readonly points: FacePoints;
  /** Aligned crop, RGB, CROP_BYTES bytes. */
  readonly crop: Uint8Array;
}

/**
 * Cuts `face` out of the `picture` in which Human found it. Null when it has no whole mesh (Human was not sure).
 * `scale`: size of the picture that Human was given ÷ size of `picture`, default 1.
 */
export function analyseFace(face: HumanFace, picture: Picture, scale = 1): AnalysedFace | null {
  const found = facePoints(face);
  const box = faceBox(face);
  if (!found || !box) return null;
  const [leftEye, rightEye, nose, leftMouth, rightMouth] = found;
  const toSource = (point: { x: number; y: number }) => ({ x: point.x / scale, y: point.y / scale });
  const points: FacePoints = [toSource(leftEye), toSource(rightEye), toSource(nose), toSource(leftMouth), toSource(rightMouth)];
  const crop = alignFace(picture, points);
  if (!crop) return null;
  return {
    points,
    crop,
    measures: {
      detectionScore: Math.min(1, Math.max(0, face.boxScore)),
      box: { x: box.x / scale, y: box.y / scale, width: box.width / scale, height: box.height / scale },
      ...headAngles(face),
      ...measureCrop(crop),
    },
  };
}
