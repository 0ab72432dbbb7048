import type { CueVote } from './cue.ts';
import { perDepth } from './depth.ts';
import { shapeOf, shiftBetween, slopesOn } from './disparity.ts';
import { depth, landmarks } from './parameters.ts';
import { freshPairs, type FacePair, type History } from './sample.ts';
import { clamp, median, normal } from './statistics.ts';
import { vote } from './vote.ts';

/** How far the landmarks' shift between both pictures follows the mesh's own depth: mean of what a bend has and what only features have. */
interface Slope {
  /** Face widths per face width. */
  readonly slope: number;
  /** As the scatter of the points has it. */
  readonly error: number;
}

/** How the ratios of one kind of thing are spread, and what the network adds to it. */
interface LandmarkKind {
  readonly centre: number;
  readonly spread: number;
  /** Slope. */
  readonly error: number;
  readonly weight: number;
}

/** The slope of a pair never changes, and judging looks at every pair again at each frame. */
const known = new WeakMap<FacePair, Slope>();

function slopeOf(pair: FacePair): Slope {
  const before = known.get(pair);
  if (before !== undefined) return before;
  const facePx = pair.measures.box.width;
  const fit = slopesOn(shapeOf(pair.mesh, facePx), shiftBetween(pair.mesh, pair.infrared.mesh, 0, facePx));
  const slope = { slope: (fit.bend + fit.relief) / 2, error: Math.hypot(fit.bendError, fit.reliefError) / 2 };
  known.set(pair, slope);
  return slope;
}

/**
 * Do the landmarks that the mesh network finds in each picture by itself lie apart as those of a head do? The network looks past shades that mislead the pixels
 * (`depth`), but misplaces points, and finds a head's shape in a paper mask: nothing is said against masks.
 */
export function landmarksVote(history: History, baselineMm: number): CueVote {
  if (Math.abs(baselineMm) < depth.leastBaselineMm) return vote('landmarks', 0, 'noBaseline');
  const pairs = freshPairs(history);
  if (pairs.length < depth.leastPairs) return vote('landmarks', 0, 'tooFewPairs');
  const slopes = pairs.map((pair) => ({ ...slopeOf(pair), per: perDepth(pair, baselineMm) }));
  const scatter = median(slopes.map(({ error, per }) => error / Math.abs(per)));
  const perSlope = median(slopes.map(({ per }) => 1 / Math.abs(per)));
  // The network misplaces points alike in all pairs: that error does not fall with their number.
  const errorOf = ({ error }: LandmarkKind): number => Math.hypot(error * perSlope, scatter);
  if (!(errorOf(landmarks.head) <= landmarks.mostError)) return vote('landmarks', 0, 'tooFar');
  // More than enough is no less of a head.
  const ratio = Math.min(median(slopes.map(({ slope, per }) => slope / per)), landmarks.head.centre);
  const likelihood = (kind: LandmarkKind): number =>
    kind.weight * normal(ratio, kind.centre, Math.hypot(kind.spread, errorOf(kind)));
  const odds =
    (likelihood(landmarks.head) + landmarks.nonsense) /
    (likelihood(landmarks.flat) + likelihood(landmarks.bent) + landmarks.nonsense);
  const score = clamp(Math.log(odds), -landmarks.bound, landmarks.bound);
  const against = { print: score, copy: score, mask: 0 };
  return vote('landmarks', Math.min(score, 0), score > 0 ? 'solid' : 'flat', 'print', against);
}
