import { FACE_WIDTH_MM } from '../../shared/vision/liveness/calibration.ts';
import type { CueVote } from './cue.ts';
import { depth } from './parameters.ts';
import { freshPairs, type FacePair, type History } from './sample.ts';
import { clamp, deviation, median, normal } from './statistics.ts';
import { vote } from './vote.ts';

/** What the two views say of a face's depth, in units of what a head has there: about 1 for a head, 0 for a flat thing. */
export interface DepthRatio {
  readonly ratio: number;
  /** Standard error of `ratio`. */
  readonly error: number;
}

/** `ratio` and its error from one pair; `baselineMm`: the infrared lens to the right of the visible one, not 0. */
function ratioOf({ measures, width, infrared: { slopes } }: FacePair, baselineMm: number): DepthRatio {
  // Shift per depth is baseline ÷ distance, and the distance follows from the face's width.
  const expected = (baselineMm * measures.box.width) / (depth.focal * width * FACE_WIDTH_MM);
  const bend = slopes.bend / expected;
  const relief = slopes.relief / expected / depth.reliefShare;
  return {
    // A head has both; a sheet can be bent, but has no nose.
    ratio: bend < 0 && relief < 0 ? Math.max(bend, relief) : Math.min(bend, relief),
    error: slopes.reliefError / Math.abs(expected) / depth.reliefShare,
  };
}

/** Median over the pairs, and its standard error from the scatter of the points and of the pairs, whichever is larger. */
export function depthRatio(pairs: readonly FacePair[], baselineMm: number): DepthRatio {
  const each = pairs.map((pair) => ratioOf(pair, baselineMm));
  const ratios = each.map(({ ratio }) => ratio);
  const one = Math.max(median(each.map(({ error }) => error)), deviation(ratios));
  return { ratio: median(ratios), error: one / Math.sqrt(Math.max(1, each.length)) };
}

/** Do the landmarks of both views lie in a plane or on a bent sheet, or are they a head's? */
export function depthVote(history: History, baselineMm: number): CueVote {
  if (Math.abs(baselineMm) < depth.leastBaselineMm) return vote('depth', 0, 'noBaseline');
  const pairs = freshPairs(history);
  if (pairs.length < depth.leastPairs) return vote('depth', 0, 'tooFewPairs');
  const { ratio, error } = depthRatio(pairs, baselineMm);
  if (!(error <= depth.mostError)) return vote('depth', 0, 'tooFar');
  if (ratio < depth.inverted.ratio && ratio < -depth.inverted.errors * error) return vote('depth', -depth.bound, 'inverted');
  const density = ({ centre, spread }: { readonly centre: number; readonly spread: number }): number =>
    // Below nothing there is nothing: it says no less than flat does.
    normal(Math.max(0, ratio), centre, Math.hypot(spread, error));
  const head = density(depth.head) + depth.nonsense;
  const copy = (density(depth.flat) + density(depth.bent)) / 2 + depth.nonsense;
  const score = clamp(Math.log(head / copy), -depth.bound, depth.bound);
  if (score > 0) return vote('depth', score, 'solid');
  return vote('depth', score, ratio > depth.bent.centre ? 'bent' : 'flat', 'print');
}
