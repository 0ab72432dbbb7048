import type { Hint } from '../shared/hint.ts';
import type { SearchResult } from './gallery.ts';
import type { LivenessVerdict } from './liveness.ts';
import { addFrame, cosine, decide, type DecisionRule, type Evidence } from './track-evidence.ts';

/** What recognition says of a frame. `track` counts persons in front of the camera; scores are cosines. */
export type LiveResult =
  | { readonly kind: 'noFace' }
  /** Not decided yet, or decided already; the hint says what keeps the view from being good. */
  | { readonly kind: 'looking'; readonly track: number; readonly hint: Hint | null }
  | ({ readonly kind: 'recognised'; readonly workerId: string } & Scored)
  | ({ readonly kind: 'unknown' } & Scored)
  | { readonly kind: 'livenessUnavailable'; readonly track: number; readonly picture: Uint8Array | null }
  | { readonly kind: 'poorView'; readonly track: number; readonly hint: Hint; readonly picture: Uint8Array | null };

interface Scored {
  readonly track: number;
  readonly score: number;
  readonly threshold: number;
  /** Good frames that the decision rests on. */
  readonly frames: number;
  /** Best frame of the track, JPEG, or null. */
  readonly picture: Uint8Array | null;
}

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

/** Frames less alike than this (cosine) are not of one person; two such frames in a row begin a new track. */
const SAME_PERSON = 0.45;
const ODD_FRAMES = 2;

/** One person in front of the camera, as far as is known. */
export interface LiveTrack {
  readonly track: number;
  /** Number that the capture side gave. */
  readonly source: number;
  readonly evidence: Evidence | null;
  readonly picture: Uint8Array | null;
  /** Frames in a row that look like somebody else. */
  readonly oddFrames: number;
  /** Since when there were only poor views, or null. */
  readonly poorSinceMs: number | null;
  readonly decided: { readonly kind: 'recognised' | 'refused' | 'poorView'; readonly atMs: number } | null;
  /** When the face of a decided track was last compared. */
  readonly checkedAtMs: number;
}

/** Before the first face. */
export const noLiveTrack: LiveTrack = {
  track: 0,
  source: -1,
  evidence: null,
  picture: null,
  oddFrames: 0,
  poorSinceMs: null,
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
  source,
  picture,
});

/** Lets the face be decided anew. */
export const rearmed = (state: LiveTrack): LiveTrack => ({ ...state, decided: null, evidence: null, poorSinceMs: null });

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
  if (face.hint !== null) return poorlySeen(next, face.hint, looking, timing, atMs);
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
  const next: LiveTrack = { ...state, poorSinceMs: null, evidence: null, decided: { kind: 'poorView', atMs } };
  return [next, { kind: 'poorView', track: state.track, hint, picture: state.picture }];
}

/** A good view became an embedding. `weight`: quality of the view, above 0; `nearest`: the gallery's answer for it. */
export function embedded(
  state: LiveTrack,
  embedding: Float32Array,
  weight: number,
  nearest: SearchResult,
  jpeg: Uint8Array | null,
  atMs: number,
): LiveTrack {
  const { evidence } = state;
  const isOdd = evidence !== null && cosine(evidence.mean, embedding) < SAME_PERSON;
  if (isOdd && state.oddFrames + 1 < ODD_FRAMES) return { ...state, oddFrames: state.oddFrames + 1, checkedAtMs: 0 };
  if (isOdd) {
    const other = freshTrack(state, state.source, jpeg);
    return { ...other, evidence: addFrame(null, embedding, weight, nearest, atMs) };
  }
  const same: LiveTrack = { ...state, oddFrames: 0, checkedAtMs: atMs };
  return state.decided ? same : { ...same, evidence: addFrame(evidence, embedding, weight, nearest, atMs) };
}

/** Is there a mean to be compared with the gallery? */
export const isUndecided = (state: LiveTrack): boolean => state.decided === null && state.evidence !== null;

/** `nearest`: the gallery's answer for the mean of the track. */
export function judged(
  state: LiveTrack,
  nearest: SearchResult,
  liveness: LivenessVerdict,
  rule: DecisionRule,
  atMs: number,
): readonly [LiveTrack, LiveResult] {
  const { evidence, track, picture } = state;
  const looking: LiveResult = { kind: 'looking', track, hint: null };
  if (!evidence || state.decided) return [state, looking];
  const refused: LiveTrack = { ...state, decided: { kind: 'refused', atMs }, checkedAtMs: atMs };
  if (liveness === 'notAvailable') {
    if (evidence.frames < rule.agreeing) return [state, looking];
    return [refused, { kind: 'livenessUnavailable', track, picture }];
  }
  const decision = decide(evidence, nearest, rule, atMs);
  if (decision.kind === 'open') return [state, looking];
  const scored = { track, score: decision.score, threshold: rule.threshold, frames: evidence.frames, picture };
  if (decision.kind === 'unknown') return [refused, { kind: 'unknown', ...scored }];
  const next: LiveTrack = { ...state, decided: { kind: 'recognised', atMs }, checkedAtMs: atMs };
  return [next, { kind: 'recognised', workerId: decision.workerId, ...scored }];
}
