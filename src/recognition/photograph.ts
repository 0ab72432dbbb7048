import type { Box } from '../shared/vision/human-face.ts';
import type { FaceMeasures } from '../shared/vision/observation.ts';
import { detailOf } from '../shared/vision/view-score.ts';

/** Why a photograph cannot be enrolled. Each is also a `FaultCode`, for callers that must throw. */
export const photographRefusals = [
  'photo.unreadable', // no picture, a damaged one, or one of a kind or size that is not taken
  'photo.noFace',
  'photo.severalFaces', // another face at least half as wide
  'photo.tooSmall', // the face has too few pixels
  'photo.blurred',
  'photo.badPose', // the head is turned away
  'photo.badLight', // too dark, too bright or without contrast
  'photo.darkGlasses', // the eyes cannot be seen
  'photo.cutOff', // the edge of the picture cuts the face
] as const;
export type PhotographRefusal = (typeof photographRefusals)[number];

/** What is poor about a photograph that was enrolled all the same. */
export type PhotographWarning = Exclude<PhotographRefusal, 'photo.unreadable' | 'photo.noFace'>;

/**
 * `capture`: somebody stands by who can take a better picture, so a poor one is refused.
 * `standard`: taken here for the platforms' records: as 附件一 1.2 asks of a captured photograph.
 * `platform`: it is the only one there is; a poor one is enrolled with warnings and only an unusable one refused.
 */
export type Strictness = 'platform' | 'capture' | 'standard';

export type PhotographResult =
  | {
      readonly kind: 'face';
      /** Aligned crop, RGB, CROP_BYTES bytes. */
      readonly crop: Uint8Array;
      /** The box is in px of the upright photograph. */
      readonly measures: FaceMeasures;
      /** Head and shoulders, upright, JPEG ≤ 60 KB, without metadata. */
      readonly jpeg: Uint8Array;
      readonly warnings: readonly PhotographWarning[];
    }
  | {
      readonly kind: 'refused';
      readonly code: PhotographRefusal;
      /** One English sentence with the numbers; never personal data. */
      readonly message: string;
    };

/** What a photograph is judged by. */
export interface PhotographMeasures {
  readonly measures: FaceMeasures;
  /** See `eyeLight`. */
  readonly eyeLight: number;
  /** The greatest `rivalShare` of the other faces, 0 without. */
  readonly rival: number;
  /** See `cutOffShare`. */
  readonly cutOff: number;
}

/** Limits below which a photograph is poor, and below which it is unusable. */
interface Limits {
  readonly faceWidthPx: number;
  readonly detail: number;
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly darkest: number;
  readonly brightest: number;
  readonly contrast: number;
  /** Largest `rivalShare` of another face. */
  readonly rival: number;
  readonly eyeLight: number;
  /** Largest `cutOffShare`. */
  readonly cutOff: number;
}

/**
 * `eyeLight`: of 509 photographs of one half of lfw-dev the six up to 0.63 show dark glasses; the next has 0.77. Of the
 * other half's 563 the four below 0.7 show them too. Tinted glasses have 0.73 to 0.82, and are not found. `cutOff`: of 15
 * people whose photographs were cut anew, all over 0.55 to another picture of theirs when whole, 91 % are with less than a tenth outside, 81 % with
 * up to a fifth, 38 % with two fifths and more.
 */
const poor: Limits = {
  faceWidthPx: 48,
  detail: 0.01,
  yawDeg: 40,
  pitchDeg: 38,
  darkest: 25,
  brightest: 235,
  contrast: 8,
  rival: 0.6,
  eyeLight: 0.7,
  cutOff: 0.1,
};
/**
 * Where a template no longer finds its owner: press photographs of 50 people, spoilt and compared with another picture of each,
 * are over the threshold in 60 % of cases at a width of 20 px, 20 % at 16, none at 12; 31 % at a detail of 0.0045, none at
 * 0.003; 66 % at a brightness of 12, 8 % at 7; 58 % at 245, 8 % at 252. Beyond it blurred and dark faces are like each other
 * (137 of 1,225 pairs at a brightness of 7, none at 12): such a template lets nobody in, and hides that a photograph is needed.
 */
const unusable: Limits = {
  faceWidthPx: 16,
  detail: 0.003,
  yawDeg: 65,
  pitchDeg: 60,
  darkest: 8,
  brightest: 248,
  contrast: 2.5,
  rival: 0.85,
  // Whoever wears them at the gate too is still found by such a photograph.
  eyeLight: 0,
  cutOff: 0.5,
};

/**
 * 浙江 附件一 1.2 (1): a frontal face of at least 128 × 128 px. That the face is a third as wide as the picture, and the file
 * below 400 KB, is seen to where the portrait is cut.
 */
const standard: Limits = { ...poor, faceWidthPx: 128, yawDeg: 25, pitchDeg: 25 };

/** What refuses a photograph, by how strict one may be. */
const refusing: Readonly<Record<Strictness, Limits>> = { platform: unusable, capture: poor, standard };

/** What is wrong with a photograph, worst first. */
function findings({ measures, rival, eyeLight, cutOff }: PhotographMeasures, limits: Limits): [PhotographWarning, string][] {
  const found: [PhotographWarning, string][] = [];
  const { box, yawDeg, pitchDeg, brightness, contrast } = measures;
  if (rival >= limits.rival) {
    found.push([
      'photo.severalFaces',
      `there is more than one face; another counts ${Math.round(100 * rival)} % of the first, less than ${100 * limits.rival} % is needed`,
    ]);
  }
  if (cutOff >= limits.cutOff) {
    const share = `${Math.round(100 * cutOff)} % of it lie outside, less than ${100 * limits.cutOff} % is needed`;
    found.push(['photo.cutOff', `the edge of the picture cuts the face: ${share}`]);
  }
  if (box.width < limits.faceWidthPx) {
    found.push(['photo.tooSmall', `the face is ${Math.round(box.width)} px wide, at least ${limits.faceWidthPx} are needed`]);
  }
  if (brightness < limits.darkest || brightness > limits.brightest || contrast < limits.contrast) {
    const what = brightness < limits.darkest ? 'too dark' : brightness > limits.brightest ? 'too bright' : 'without contrast';
    found.push(['photo.badLight', `the face is ${what}: brightness ${Math.round(brightness)}, contrast ${Math.round(contrast)}`]);
  }
  const detail = detailOf(measures);
  if (detail < limits.detail) {
    found.push(['photo.blurred', `the face is blurred: detail ${detail.toFixed(4)}, at least ${limits.detail} is needed`]);
  }
  if (Math.abs(yawDeg) > limits.yawDeg || Math.abs(pitchDeg) > limits.pitchDeg) {
    found.push(['photo.badPose', `the head is turned away: ${Math.round(yawDeg)}° sideways, ${Math.round(pitchDeg)}° up`]);
  }
  if (eyeLight < limits.eyeLight) {
    const share = `the eyes are ${Math.round(100 * eyeLight)} % as light as the cheeks`;
    found.push(['photo.darkGlasses', `dark glasses cover the eyes: ${share}, at least ${100 * limits.eyeLight} % is needed`]);
  }
  return found;
}

/** A face that the picture's edge cuts is in it by chance. */
const CUT_SHARE = 0.7;
/** A face may reach over the edge by this share of its size and still count as whole. */
const EDGE_SHARE = 0.05;

/** How far another face could be the one that is meant: its share of the chosen one's width, less when it is cut. */
export function rivalShare(chosen: Box, other: Box, width: number, height: number): number {
  const over = Math.max(
    -other.x / other.width,
    (other.x + other.width - width) / other.width,
    -other.y / other.height,
    (other.y + other.height - height) / other.height,
  );
  return (other.width / chosen.width) * (over > EDGE_SHARE ? CUT_SHARE : 1);
}

/** Judges a photograph with a face by its measures alone. */
export function judgePhotograph(
  photograph: PhotographMeasures,
  strictness: Strictness,
):
  | { readonly kind: 'usable'; readonly warnings: readonly PhotographWarning[] }
  | { readonly kind: 'refused'; readonly code: PhotographWarning; readonly message: string } {
  const [worst] = findings(photograph, refusing[strictness]);
  if (worst) return { kind: 'refused', code: worst[0], message: worst[1] };
  return { kind: 'usable', warnings: findings(photograph, poor).map(([code]) => code) };
}

/** Why the most prominent of faces that Human doubts cannot be used; null when nothing explains the doubt. */
export function explainDoubt(measures: FaceMeasures): { readonly code: PhotographWarning; readonly message: string } | null {
  const [worst] = findings({ measures, rival: 0, eyeLight: 1, cutOff: 0 }, poor);
  return worst ? { code: worst[0], message: worst[1] } : null;
}
