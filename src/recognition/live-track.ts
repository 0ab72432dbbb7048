import type { Hint } from '../shared/hint.ts';
import type { FaceMeasures } from '../shared/vision/observation.ts';
import type { SearchResult } from './gallery.ts';
import type { PassageFace } from './learning/passage-face.ts';
import type { LiveResult } from './live-result.ts';
import { namedBy, type MatchLimits } from './match-limits.ts';
import { addFrame, cosine, type Evidence } from './track-evidence.ts';

/** Waits of a track, ms. */
export interface LiveTiming {
  /** Nothing but poor views for this long is an attempt that failed; a face too far away is none. */
  readonly poorViewMs: number;
  /** A refused face that stays is tried again after this long. */
  readonly retryMs: number;
  /** A decided face is compared this often, to notice when somebody else has taken its place. */
  readonly recheckMs: number;
}

export const defaultTiming: LiveTiming = { poorViewMs: 2_000, retryMs: 3_000, recheckMs: 200 };

/**
 * Two frames in a row that are less alike (cosine) to the mean of the track are not of its person, and begin a new one. Otherwise who lives could lend
 * his life to the photograph of whoever he resembles a little: so it is no less than what names a worker. Webcam sequences, good views more
 * than three frames from the two that they are compared with: 8,784 within 20° of ahead 0.69 to 0.99, 18 turned further 0.75 and more; of other people at most 0.61.
 */
const SAME_AHEAD = { least: 0.65, most: 0.7 };
/** Of a face turned further than `AHEAD_DEG`, or of which the network makes little. */
const SAME_TURNED = 0.45;
const AHEAD_DEG = 20;
const ODD_FRAMES = 2;

export type Decided =
  | { readonly kind: 'recognised'; readonly workerId: string; readonly atMs: number }
  | {
      readonly kind: 'unknown' | 'attack' | 'undecided' | 'livenessUnavailable' | 'poorView';
      readonly atMs: number;
    };

/** The worker whom a challenge is put to; from then on nothing changes who he is. */
export interface Asked {
  readonly workerId: string;
  readonly score: number;
}

/** One person in front of the camera, as far as is known. */
export interface LiveTrack {
  readonly track: number;
  /** Counts the times that some person is looked at from the beginning. */
  readonly attempt: number;
  /** Number that the capture side gave. */
  readonly source: number;
  readonly evidence: Evidence | null;
  /** Of the views in `evidence` the best. */
  readonly bestView: GoodView | null;
  readonly picture: Uint8Array | null;
  /** Frames in a row that look like somebody else, and the worker whom the last of them named, or null. */
  readonly oddFrames: number;
  readonly oddWorkerId: string | null;
  /** Since when there were only poor views, or null. */
  readonly poorSinceMs: number | null;
  readonly asked: Asked | null;
  readonly decided: Decided | null;
  /** When the face of a decided track was last compared. */
  readonly checkedAtMs: number;
}

/** A view that was good enough to be compared. */
export interface GoodView extends Omit<PassageFace, 'life'> {
  /** Quality of the view, above 0. */
  readonly weight: number;
}

/** Before the first face. */
export const noLiveTrack: LiveTrack = {
  track: 0,
  attempt: 0,
  source: -1,
  evidence: null,
  bestView: null,
  picture: null,
  oddFrames: 0,
  oddWorkerId: null,
  poorSinceMs: null,
  asked: null,
  decided: null,
  checkedAtMs: 0,
};

export interface SeenFace {
  readonly source: number;
  readonly hint: Hint | null;
  readonly jpeg: Uint8Array | null;
}

const freshTrack = (before: LiveTrack, source: number, picture: Uint8Array | null): LiveTrack => ({
  ...noLiveTrack,
  track: before.track + 1,
  attempt: before.attempt + 1,
  source,
  picture,
});

/** Lets the face be decided anew. */
export const rearmed = (state: LiveTrack): LiveTrack => ({
  ...state,
  attempt: state.attempt + 1,
  asked: null,
  decided: null,
  evidence: null,
  bestView: null,
  poorSinceMs: null,
});

/**
 * A face was seen. Answers what to report, or null when its embedding is wanted: then `embedded` goes on.
 */
export function seen(
  state: LiveTrack,
  face: SeenFace,
  timing: LiveTiming,
  atMs: number,
): readonly [LiveTrack, LiveResult | null] {
  let next =
    face.source === state.source ? { ...state, picture: face.jpeg ?? state.picture } : freshTrack(state, face.source, face.jpeg);
  const { decided } = next;
  if (decided && decided.kind !== 'recognised' && atMs - decided.atMs >= timing.retryMs) next = rearmed(next);
  else if (decided?.kind === 'poorView' && face.hint === null) next = rearmed(next);
  const looking: LiveResult = { kind: 'looking', track: next.track, hint: next.decided ? null : face.hint };
  // A move that was asked for may well turn the face away.
  if (face.hint !== null && next.asked === null) return poorlySeen(next, face.hint, looking, timing, atMs);
  next = { ...next, poorSinceMs: null };
  if (next.decided && atMs - next.checkedAtMs < timing.recheckMs) return [next, looking];
  return [next, null];
}

function poorlySeen(
  state: LiveTrack,
  hint: Hint,
  looking: LiveResult,
  timing: LiveTiming,
  atMs: number,
): readonly [LiveTrack, LiveResult] {
  if (state.decided) return [state, looking];
  if (hint === 'comeCloser') return [{ ...state, poorSinceMs: null }, looking];
  const poorSinceMs = state.poorSinceMs ?? atMs;
  if (atMs - poorSinceMs < timing.poorViewMs) return [{ ...state, poorSinceMs }, looking];
  const next: LiveTrack = { ...state, poorSinceMs: null, evidence: null, bestView: null, decided: { kind: 'poorView', atMs } };
  return [next, { kind: 'poorView', track: state.track, hint, picture: state.picture }];
}

/** A good view that became an embedding. */
export interface ComparedFace extends GoodView {
  /** The gallery's answer for the embedding. */
  readonly nearest: SearchResult;
  readonly jpeg: Uint8Array | null;
}

/** A good view was compared. `rule`: from when on a frame names a worker. */
export function embedded(state: LiveTrack, face: ComparedFace, rule: MatchLimits, atMs: number): LiveTrack {
  const { embedding, weight, nearest, jpeg } = face;
  const { evidence } = state;
  const likeness = evidence ? cosine(evidence.mean, embedding) : 1;
  const isLike = likeness >= leastLikeness(face.measures, rule);
  const oddWorkerId = otherWorker(state, nearest, likeness, rule);
  if (isLike && oddWorkerId === null) {
    const same: LiveTrack = { ...state, oddFrames: 0, oddWorkerId: null, checkedAtMs: atMs };
    if (state.decided || state.asked) return same;
    const isBest = weight > (state.bestView?.weight ?? 0);
    return {
      ...same,
      evidence: addFrame(evidence, embedding, weight, nearest, atMs),
      bestView: isBest ? viewOf(face) : state.bestView,
    };
  }
  // A frame that is odd only for the worker it names counts with one that names the same.
  const agrees = !isLike || state.oddWorkerId === null || state.oddWorkerId === oddWorkerId;
  const oddFrames = agrees ? state.oddFrames + 1 : 1;
  if (oddFrames < ODD_FRAMES) return { ...state, oddFrames, oddWorkerId, checkedAtMs: 0 };
  const other = freshTrack(state, state.source, jpeg);
  return { ...other, evidence: addFrame(null, embedding, weight, nearest, atMs), bestView: viewOf(face) };
}

const viewOf = ({ embedding, crop, measures, weight }: ComparedFace): GoodView => ({ embedding, crop, measures, weight });

/** Does a face, in whatever view, look like the person of the track? */
export function isAlike(
  state: LiveTrack,
  face: Pick<ComparedFace, 'embedding' | 'measures' | 'nearest'>,
  rule: MatchLimits,
): boolean {
  const likeness = state.evidence ? cosine(state.evidence.mean, face.embedding) : 1;
  return likeness >= leastLikeness(face.measures, rule) && otherWorker(state, face.nearest, likeness, rule) === null;
}

/** How like (cosine) the track's person a face must be, as it is held; `threshold`: of the gallery. */
export function leastLikeness(
  { yawDeg, pitchDeg }: Pick<FaceMeasures, 'yawDeg' | 'pitchDeg'>,
  { threshold }: Pick<MatchLimits, 'threshold'>,
): number {
  const isAhead = Math.abs(yawDeg) <= AHEAD_DEG && Math.abs(pitchDeg) <= AHEAD_DEG;
  return isAhead ? Math.min(Math.max(SAME_AHEAD.least, threshold), SAME_AHEAD.most) : SAME_TURNED;
}

/** The worker whom a frame of a decided track names, when the track was not decided for him. */
function otherWorker({ decided, asked }: LiveTrack, nearest: SearchResult, likeness: number, rule: MatchLimits): string | null {
  const best = namedBy(nearest, rule);
  if (!best) return null;
  const known = decided?.kind === 'recognised' ? decided : asked;
  if (known) return best.workerId === known.workerId ? null : best.workerId;
  // A stranger who is nearly a worker is more like himself than like that worker, and gets no further try for a lucky frame.
  if (decided?.kind === 'unknown') return best.score > likeness ? best.workerId : null;
  return null;
}

/** Is there a mean to be compared with the gallery? */
export const isUndecided = (state: LiveTrack): boolean => state.decided === null && state.evidence !== null;
