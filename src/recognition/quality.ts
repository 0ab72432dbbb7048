import type { ViewMeasure } from '../shared/live-view.ts';
import type { Hint } from '../shared/hint.ts';
import type { Box } from '../shared/vision/human-face.ts';
import type { FaceMeasures } from '../shared/vision/observation.ts';
import { detailOf } from '../shared/vision/view-score.ts';
import { boxAtWidth, cutOffShare, type PictureSize } from './cut-off.ts';

/** Limits of a view that may be compared. */
export interface QualityLimits {
  /** Narrower faces are too far away, px of the frame. */
  readonly faceWidthPx: number;
  /** `cutOffShare` of the frame. */
  readonly cutOff: number;
  /** The national standard wants ±30° to pass; the rest is room for the error of the measurement. */
  readonly yawDeg: number;
  readonly pitchDeg: number;
  /** Mean luma of the face, 0 to 255, and its spread. */
  readonly darkest: number;
  readonly brightest: number;
  readonly contrast: number;
  /** Movement since the frame before, face widths. */
  readonly motion: number;
  /** `detailOf` the crop. */
  readonly detail: number;
}

/**
 * `cutOff`: 60 people of the develop half of lfw-dev, their second picture cut at the forehead, against the first, cosine 0.6: 51 of 60 whole, 37 of 59
 * with 0.22 of the height outside, 21 of 58 with 0.27, 14 of 55 with 0.32; at a side or the chin 44 of 58 with 0.19, 39 of 50 and 30 of 51 with 0.24 to 0.29.
 */
export const defaultQuality: QualityLimits = {
  faceWidthPx: 88,
  cutOff: 0.25,
  yawDeg: 40,
  pitchDeg: 38,
  darkest: 28,
  brightest: 235,
  contrast: 8,
  motion: 0.25,
  detail: 0.01,
};

/** A face of a frame, without its pictures. */
export interface FaceView {
  readonly measures: FaceMeasures;
  readonly motion: number;
  readonly rivals: number;
}

/** The one thing that the worker should do so that the view in a frame of this size gets good enough; null when it is. */
export function hintFor(
  { measures, motion, rivals }: FaceView,
  frame: PictureSize,
  limits: QualityLimits = defaultQuality,
): Hint | null {
  if (rivals > 0) return 'oneAtATime';
  if (measures.box.width < limits.faceWidthPx) return 'comeCloser';
  if (cutOffShare(measures.box, frame) >= limits.cutOff && helpsStepBack(measures.box, frame, limits)) return 'stepBack';
  if (measures.brightness < limits.darkest || measures.contrast < limits.contrast) {
    return measures.brightness > limits.brightest ? 'tooBright' : 'tooDark';
  }
  if (measures.brightness > limits.brightest) return 'tooBright';
  if (Math.abs(measures.yawDeg) > limits.yawDeg || Math.abs(measures.pitchDeg) > limits.pitchDeg) return 'lookHere';
  if (motion > limits.motion || detailOf(measures) < limits.detail) return 'holdStill';
  return null;
}

/** Is the view good enough but for the others in the picture? */
export const isOnlyCrowded = (face: FaceView, frame: PictureSize): boolean =>
  face.rivals > 0 && hintFor({ ...face, rivals: 0 }, frame) === null;

/** Room between the two hints, so that who steps back is not called nearer at once. */
const ROOM = 1.1;

/** Somebody very tall or short is cut at every distance from which his face is wide enough: he is compared as he is rather than sent back and forth. */
function helpsStepBack(box: Box, frame: PictureSize, { faceWidthPx, cutOff }: QualityLimits): boolean {
  return cutOffShare(boxAtWidth(box, frame, ROOM * faceWidthPx), frame) < cutOff;
}

/** What `hintFor` looks at, with its bounds; for people who set a terminal up. */
export function measuresOf(
  { measures, motion }: Omit<FaceView, 'rivals'>,
  frame: PictureSize,
  limits: QualityLimits = defaultQuality,
): ViewMeasure[] {
  const { box, yawDeg, pitchDeg, brightness, contrast } = measures;
  return [
    { name: 'faceWidth', value: box.width, least: limits.faceWidthPx, most: null },
    { name: 'cutOff', value: cutOffShare(box, frame), least: null, most: limits.cutOff },
    { name: 'yaw', value: yawDeg, least: -limits.yawDeg, most: limits.yawDeg },
    { name: 'pitch', value: pitchDeg, least: -limits.pitchDeg, most: limits.pitchDeg },
    { name: 'brightness', value: brightness, least: limits.darkest, most: limits.brightest },
    { name: 'contrast', value: contrast, least: limits.contrast, most: null },
    { name: 'motion', value: motion, least: null, most: limits.motion },
    { name: 'detail', value: detailOf(measures), least: limits.detail, most: null },
  ];
}
