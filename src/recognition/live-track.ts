import type { Hint } from '../shared/hint.ts';
import type { SearchResult } from './gallery.ts';
import type { PassageFace } from './learning/passage-face.ts';
import { likenessOf, looksAhead, type Likeness } from './likeness.ts';
import type { LiveResult } from './live-result.ts';
import { namedBy, type MatchLimits } from './match-limits.ts';
import { addFrame, cosine, MOST_BELOW, type Evidence } from './track-evidence.ts';

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

/** So many frames in a row that are not of the track's person begin a new one. */
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
  /** Embedding of the newest view, good or not, that was of this person; null before the first. */
  readonly newest: Float32Array | null;
  /** Was the view that was compared last of this person? */
  readonly isHis: boolean;
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
  newest: null,
  isHis: false,
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
  newest: null,
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
  const next: LiveTrack = {
    ...state,
    poorSinceMs: null,
    evidence: null,
    bestView: null,
    newest: null,
    decided: { kind: 'poorView', atMs },
  };
  return [next, { kind: 'poorView', track: state.track, hint, picture: state.picture }];
}

/** A good view that became an embedding. */
export interface ComparedFace extends GoodView {
  /** The gallery's answer for the embedding. */
  readonly nearest: SearchResult;
  /** How alike it is to the worker whom the question is put to; null without a question, or when he has left the gallery. */
  readonly likeAsked: number | null;
  readonly jpeg: Uint8Array | null;
}

/** A good view was compared. `rule`: from when on a frame names a worker. */
export function embedded(state: LiveTrack, face: ComparedFace, rule: MatchLimits, atMs: number): LiveTrack {
  const { embedding, weight, nearest, jpeg } = face;
  const { evidence } = state;
  const likeness = likenessTo(state, face, rule);
  const oddWorkerId = otherWorker(state, face, rule);
  if (likeness === 'unclear' && oddWorkerId === null) return { ...state, isHis: false, checkedAtMs: atMs };
  if (likeness === 'same' && oddWorkerId === null) {
    if (!isLikeAsked(state, face, rule)) return { ...state, isHis: false, checkedAtMs: atMs };
    const same: LiveTrack = { ...state, newest: embedding, isHis: true, oddFrames: 0, oddWorkerId: null, checkedAtMs: atMs };
    if (state.decided || state.asked) return same;
    const isBest = weight > (state.bestView?.weight ?? 0);
    return {
      ...same,
      evidence: addFrame(evidence, embedding, weight, nearest, atMs),
      bestView: isBest ? viewOf(face) : state.bestView,
    };
  }
  // A frame that is odd only for the worker it names counts with one that names the same.
  const agrees = likeness === 'other' || state.oddWorkerId === null || state.oddWorkerId === oddWorkerId;
  const oddFrames = agrees ? state.oddFrames + 1 : 1;
  if (oddFrames < ODD_FRAMES) return { ...state, isHis: false, oddFrames, oddWorkerId, checkedAtMs: 0 };
  const other = freshTrack(state, state.source, jpeg);
  const begun = addFrame(null, embedding, weight, nearest, atMs);
  return { ...other, evidence: begun, bestView: viewOf(face), newest: embedding, isHis: true };
}

/** A view that is not good, as of a face turned far, was compared: all it can be is one more view of the person. */
export function glimpsed(state: LiveTrack, face: Glimpse, rule: MatchLimits): LiveTrack {
  const isHis =
    likenessTo(state, face, rule) === 'same' && otherWorker(state, face, rule) === null && isLikeAsked(state, face, rule);
  return { ...state, isHis, newest: isHis ? face.embedding : state.newest };
}

const viewOf = ({ embedding, crop, measures, weight }: ComparedFace): GoodView => ({ embedding, crop, measures, weight });

type Glimpse = Pick<ComparedFace, 'embedding' | 'measures' | 'nearest' | 'likeAsked'>;

/** How like the person of the track a face is, in whatever view. */
const likenessTo = ({ evidence, newest }: LiveTrack, { embedding, measures }: Glimpse, rule: MatchLimits): Likeness =>
  evidence ? likenessOf({ mean: evidence.mean, newest: newest ?? evidence.mean }, embedding, measures, rule) : 'same';

/** Is a face that looks ahead like the worker whom its move would let in, himself and not only the views before the question? */
function isLikeAsked({ asked }: LiveTrack, { likeAsked, measures }: Glimpse, { threshold }: MatchLimits): boolean {
  if (!asked || !looksAhead(measures)) return true;
  // By his own templates: among thousands others are as near to a poor view of him as he is.
  return (likeAsked ?? -1) >= threshold - MOST_BELOW;
}

/** The worker whom a frame of a decided track names, when the track was not decided for him. */
function otherWorker({ decided, asked, evidence }: LiveTrack, { nearest, embedding }: Glimpse, rule: MatchLimits): string | null {
  const best = namedBy(nearest, rule);
  if (!best) return null;
  const known = decided?.kind === 'recognised' ? decided : asked;
  if (known) return best.workerId === known.workerId ? null : best.workerId;
  // A stranger who is nearly a worker is more like himself than like that worker, and gets no further try for a lucky frame.
  if (decided?.kind === 'unknown') return evidence && best.score > cosine(evidence.mean, embedding) ? best.workerId : null;
  return null;
}

/** Is there a mean to be compared with the gallery? */
export const isUndecided = (state: LiveTrack): boolean => state.decided === null && state.evidence !== null;
