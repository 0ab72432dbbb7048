import { FACE_WIDTH_MM } from '../../shared/vision/liveness/calibration.ts';
import type { SurfaceShift } from '../../shared/vision/liveness/evidence.ts';
import type { CueVote } from './cue.ts';
import { depth } from './parameters.ts';
import { freshPairs, type FacePair, type History } from './sample.ts';
import { clamp, median, normal } from './statistics.ts';
import { vote } from './vote.ts';

/** What the two views say of a face's depth: what a thing of that depth shifts by, whatever its distance. */
export interface DepthRatio {
  /** How far the face is bent from side to side, face widths per squared face width: 1.3 to 3 for a head, 0 for a flat thing. */
  readonly bend: number;
  readonly bendError: number;
  /** Of nose, eye sockets and lips, in units of what the face's own mesh has there: about 1 for a head, 0 for any sheet. */
  readonly features: number;
  readonly featuresError: number;
}

/** How the ratios of one kind of thing are spread. `weight`: share of the kind among the living or the copies. */
export interface DepthKind {
  readonly bend: { readonly centre: number; readonly spread: number };
  readonly features: { readonly centre: number; readonly spread: number };
  /** How many times as far off as the fit's error says both lie on such a thing. */
  readonly misled: { readonly bend: number; readonly features: number };
  readonly weight: number;
}

type Measured = FacePair & { readonly infrared: { readonly surface: SurfaceShift } };
const isMeasured = (pair: FacePair): pair is Measured => pair.infrared.surface !== null;

/** Shift per depth, both in face widths: the baseline over the distance, and the distance follows from the face's width. */
export const perDepth = ({ measures, width }: FacePair, baselineMm: number): number =>
  (baselineMm * measures.box.width) / (depth.focal * width * FACE_WIDTH_MM);

/**
 * Medians over the pairs. Other light than the visible picture's misleads all pairs alike, so that errors do not fall with their number.
 * `baselineMm`: the infrared lens to the right of the visible one, not 0.
 */
export function depthRatio(pairs: readonly FacePair[], baselineMm: number): DepthRatio {
  const measured = pairs.filter(isMeasured);
  const of = (value: (surface: SurfaceShift) => number): number =>
    median(measured.map((pair) => value(pair.infrared.surface) / perDepth(pair, baselineMm)));
  return {
    bend: of(({ across }) => across),
    bendError: Math.abs(of(({ acrossError }) => acrossError)),
    features: of(({ features }) => features),
    featuresError: Math.abs(of(({ featuresError }) => featuresError)),
  };
}

/** Is the surface in both views that of a plane, of a bent sheet, or a head's? */
export function depthVote(history: History, baselineMm: number): CueVote {
  if (Math.abs(baselineMm) < depth.leastBaselineMm) return vote('depth', 0, 'noBaseline');
  const pairs = freshPairs(history).filter(isMeasured);
  if (pairs.length < depth.leastPairs) return vote('depth', 0, 'tooFewPairs');
  if (median(pairs.map(({ infrared }) => infrared.surface.alike)) < depth.leastAlike)
    return vote('depth', depth.unlikeScore, 'unlike', 'mask');
  const { bend, bendError, features, featuresError } = depthRatio(pairs, baselineMm);
  if (!(bendError <= depth.mostError)) return vote('depth', 0, 'tooFar');
  if (bend < depth.inverted.bend && bend < -depth.inverted.errors * bendError) return vote('depth', -depth.bound, 'inverted');
  // More than enough is no less of a head.
  const seen = { bend: Math.min(bend, depth.head.bend.centre), features: Math.min(features, depth.head.features.centre) };
  const likelihood = (kind: DepthKind): number =>
    kind.weight *
    normal(seen.bend, kind.bend.centre, Math.hypot(kind.bend.spread, kind.misled.bend * bendError)) *
    normal(seen.features, kind.features.centre, Math.hypot(kind.features.spread, kind.misled.features * featuresError));
  const living = likelihood(depth.head);
  const odds = (...copies: readonly DepthKind[]): number => {
    const other = copies.reduce((sum, kind) => sum + likelihood(kind), 0);
    return clamp(Math.log((living + depth.nonsense) / (other + depth.nonsense)), -depth.bound, depth.bound);
  };
  const [sheet, mask] = [odds(depth.flat, depth.bent), odds(depth.curved, depth.holed)];
  const against = { print: sheet, copy: sheet, mask };
  const score = Math.min(sheet, mask);
  if (score > 0) return vote('depth', score, 'solid', null, against);
  return vote('depth', score, bend > depth.bent.bend.centre ? 'bent' : 'flat', mask < sheet ? 'mask' : 'print', against);
}
