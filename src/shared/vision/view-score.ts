import type { FaceMeasures } from './observation.ts';

/** Below this spread of luma the noise of the camera is larger than the face. */
const LEAST_CONTRAST = 10;

/**
 * Fine detail of the crop: sharpness, freed of how strong the light is. About 0.1 on a usual photograph, 0.015 when
 * blurred by a fiftieth of the face's width, 0.005 by a thirtieth.
 */
export function detailOf({ sharpness, contrast }: Pick<FaceMeasures, 'sharpness' | 'contrast'>): number {
  return sharpness / Math.max(LEAST_CONTRAST, contrast) ** 2;
}

/** 1 up to `good`, falling in a straight line to 0 at `useless`. */
const fall = (value: number, good: number, useless: number): number =>
  Math.min(1, Math.max(0, (useless - value) / (useless - good)));

/**
 * How good a view of a face is, 0 to 1: frontal, large, sharp, evenly lit. It picks the best frame of a track and
 * weighs frames against each other; whether a view is good enough is not said here.
 */
export function viewScore(measures: FaceMeasures, motion = 0): number {
  const frontal = fall(Math.hypot(measures.yawDeg, measures.pitchDeg), 8, 50);
  const near = Math.min(1, measures.box.width / 160);
  const detail = detailOf(measures);
  const sharp = detail / (detail + 0.05);
  const lit = fall(Math.abs(measures.brightness - 125), 45, 115);
  const still = fall(motion, 0.02, 0.35);
  return measures.detectionScore * (0.1 + 0.9 * frontal) * near * (0.2 + 0.8 * sharp) * (0.2 + 0.8 * lit) * (0.2 + 0.8 * still);
}
