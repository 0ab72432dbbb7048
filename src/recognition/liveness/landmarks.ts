import type { CueVote } from './cue.ts';
import { perDepth, type DepthKind } from './depth.ts';
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
  // The network misplaces points alike in all pairs: that error does not fall with their number.
  const error = median(slopes.map(({ error, per }) => Math.hypot(landmarks.error, error) / Math.abs(per)));
  if (!(error <= landmarks.mostError)) return vote('landmarks', 0, 'tooFar');
  // More than enough is no less of a head.
  const ratio = Math.min(median(slopes.map(({ slope, per }) => slope / per)), landmarks.head.centre);
  const likelihood = ({ centre, spread, weight }: DepthKind['bend'] & { readonly weight: number }): number =>
    weight * normal(ratio, centre, Math.hypot(spread, error));
  const odds =
    (likelihood(landmarks.head) + landmarks.nonsense) /
    (likelihood(landmarks.flat) + likelihood(landmarks.bent) + landmarks.nonsense);
  const score = clamp(Math.log(odds), -landmarks.bound, landmarks.bound);
  const against = { print: score, copy: score, mask: 0 };
  return vote('landmarks', Math.min(score, 0), score > 0 ? 'solid' : 'flat', 'print', against);
}
