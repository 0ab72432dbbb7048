import { FACE_WIDTH_MM } from '../../shared/vision/liveness/calibration.ts';
import type { CueVote } from './cue.ts';
import { depth } from './parameters.ts';
import { freshPairs, type FacePair, type History } from './sample.ts';
import { clamp, deviation, median, normal } from './statistics.ts';
import { vote } from './vote.ts';

/** What the two views say of a face's depth, in units of what its own mesh has there: about 1 for a head, 0 for a flat thing. */
export interface DepthRatio {
  /** Of the whole shape of the face but a plane. */
  readonly ratio: number;
  readonly error: number;
  /** Of nose, eyes and lips alone: what a bent sheet does not have. */
  readonly relief: number;
  /** Standard errors. */
  readonly reliefError: number;
}

/** How the ratios of one kind of thing are spread. `weight`: share of the kind among the living or the copies. */
export interface DepthKind {
  readonly whole: { readonly centre: number; readonly spread: number };
  readonly features: { readonly centre: number; readonly spread: number };
  readonly weight: number;
}

/** One pair; `baselineMm`: the infrared lens to the right of the visible one, not 0. */
function ratioOf(pair: FacePair, baselineMm: number): DepthRatio {
  const facePx = pair.measures.box.width;
  const { slopes } = pair.infrared;
  // Shift per depth is baseline ÷ distance, and the distance follows from the face's width.
  const expected = (baselineMm * facePx) / (depth.focal * pair.width * FACE_WIDTH_MM);
  return {
    ratio: slopes.bend / expected,
    error: slopes.bendError / Math.abs(expected),
    relief: slopes.relief / expected,
    reliefError: slopes.reliefError / Math.abs(expected),
  };
}

/** Medians over the pairs, and their standard errors from the scatter of the points and of the pairs, whichever is larger. */
export function depthRatio(pairs: readonly FacePair[], baselineMm: number): DepthRatio {
  const each = pairs.map((pair) => ratioOf(pair, baselineMm));
  const summed = (values: readonly number[], errors: readonly number[]): readonly [number, number] => [
    median(values),
    Math.max(median(errors), deviation(values)) / Math.sqrt(Math.max(1, each.length)),
  ];
  const [ratio, error] = summed(
    each.map((one) => one.ratio),
    each.map((one) => one.error),
  );
  const [relief, reliefError] = summed(
    each.map((one) => one.relief),
    each.map((one) => one.reliefError),
  );
  return { ratio, error, relief, reliefError };
}

/** Do the landmarks of both views lie in a plane or on a bent sheet, or are they a head's? */
export function depthVote(history: History, baselineMm: number): CueVote {
  if (Math.abs(baselineMm) < depth.leastBaselineMm) return vote('depth', 0, 'noBaseline');
  const pairs = freshPairs(history);
  if (pairs.length < depth.leastPairs) return vote('depth', 0, 'tooFewPairs');
  const { ratio, error, relief, reliefError } = depthRatio(pairs, baselineMm);
  if (!(error <= depth.mostError)) return vote('depth', 0, 'tooFar');
  if (ratio < depth.inverted.ratio && ratio < -depth.inverted.errors * error) return vote('depth', -depth.bound, 'inverted');
  // Matching by surroundings blurs a nose; where it is seen sharper than usual, it is no less a nose.
  const seen = Math.min(relief, depth.head.features.centre);
  // Deeper than a head is no sign of a sheet: the lamp's shading shifts what is matched.
  const deep = Math.min(ratio, depth.deepest);
  const likelihood = ({ whole, features, weight }: DepthKind): number =>
    weight *
    normal(deep, whole.centre, Math.hypot(whole.spread, error)) *
    normal(seen, features.centre, Math.hypot(features.spread, reliefError));
  const copies = likelihood(depth.flat) + likelihood(depth.bent) + likelihood(depth.curved);
  const odds = Math.log((likelihood(depth.head) + depth.nonsense) / (copies + depth.nonsense));
  const score = clamp(odds, -depth.bound, depth.bound);
  if (score > 0) return vote('depth', score, 'solid');
  return vote('depth', score, ratio > depth.bent.whole.centre ? 'bent' : 'flat', 'print');
}
