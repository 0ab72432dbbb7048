import { writeLivenessDetail } from '../shared/refusal-detail.ts';
import type { SearchResult } from './gallery.ts';
import type { PassageFace } from './learning/passage-face.ts';
import type { LiveResult } from './live-result.ts';
import type { Decided, LiveTrack } from './live-track.ts';
import type { AttackKind, CueVote } from './liveness/cue.ts';
import { totalOf } from './liveness/fusion.ts';
import type { LivenessMode, LivenessVerdict } from './liveness/liveness.ts';
import { decide, type DecisionRule } from './track-evidence.ts';

/** Who the person of a track is, as far as can be said. */
export type Identity =
  | { readonly kind: 'open' }
  | { readonly kind: 'unknown'; readonly score: number }
  | { readonly kind: 'recognised'; readonly workerId: string; readonly score: number; readonly isBarred: boolean };

/** `nearest`: the gallery's answer for the mean of the track. */
export function identified(
  state: LiveTrack,
  nearest: SearchResult,
  rule: DecisionRule,
  isBarred: (workerId: string) => boolean,
  atMs: number,
): Identity {
  const { evidence, asked } = state;
  if (!evidence) return { kind: 'open' };
  const decision = asked ? ({ kind: 'recognised', ...asked } as const) : decide(evidence, nearest, rule, atMs);
  if (decision.kind !== 'recognised') return decision;
  return { ...decision, isBarred: isBarred(decision.workerId) };
}

/** What liveness says, and how it tells. */
export interface Told {
  readonly mode: LivenessMode;
  readonly verdict: LivenessVerdict;
}

/** Brings together who it is and whether he lives. An attack is one whoever is shown; a stranger is never asked for anything. */
export function judged(
  state: LiveTrack,
  identity: Identity,
  { mode, verdict }: Told,
  rule: Pick<DecisionRule, 'threshold'>,
  atMs: number,
): readonly [LiveTrack, LiveResult] {
  const { evidence, track, picture } = state;
  if (!evidence || state.decided) return [state, { kind: 'looking', track, hint: null }];
  const workerId = identity.kind === 'recognised' ? identity.workerId : null;
  const score = identity.kind === 'open' ? null : identity.score;
  const unproven = { track, workerId, score, picture };
  if (verdict.kind === 'attack') {
    return [
      decided(state, { kind: 'attack', atMs }),
      { kind: 'attack', ...unproven, detail: detailOf(verdict.attack, verdict.votes) },
    ];
  }
  if (identity.kind === 'open') return [state, { kind: 'looking', track, hint: null }];
  const scored = { track, score: identity.score, threshold: rule.threshold, frames: evidence.frames, picture };
  if (identity.kind === 'unknown') return [decided(state, { kind: 'unknown', atMs }), { kind: 'unknown', ...scored }];
  const { isBarred } = identity;
  const known = { kind: 'recognised', workerId: identity.workerId, atMs } as const;
  if (isBarred) return [decided(state, known), { kind: 'barred', workerId: identity.workerId, ...scored }];
  switch (verdict.kind) {
    case 'live':
      return [
        decided(state, known),
        { kind: 'recognised', workerId: identity.workerId, face: faceOf(state, lifeOf(state, mode, verdict.votes)), ...scored },
      ];
    case 'challenge': {
      const { step, untilMs } = verdict;
      return [
        { ...state, asked: { workerId: identity.workerId, score: identity.score } },
        { kind: 'challenge', track, step, untilMs, workerId: identity.workerId, score: identity.score, picture },
      ];
    }
    case 'unavailable':
      return [
        decided(state, { kind: 'livenessUnavailable', atMs }),
        { kind: 'livenessUnavailable', ...unproven, detail: verdict.why },
      ];
    case 'undecided': {
      const { hint, isOver, why, votes } = verdict;
      // Before its time is over only one thing is worth saying: nothing can be seen from there.
      if (!isOver) return [state, { kind: 'looking', track, hint: hint === 'comeCloser' ? hint : null }];
      return [
        decided(state, { kind: 'undecided', atMs }),
        { kind: 'undecided', hint, ...unproven, detail: why ?? detailOf(null, votes) },
      ];
    }
  }
}

/** Null where a move was asked for, or nobody looked. */
const lifeOf = ({ asked }: LiveTrack, mode: LivenessMode, votes: readonly CueVote[]): number | null =>
  mode === 'infrared' && asked === null ? totalOf(votes) : null;

function faceOf({ bestView }: LiveTrack, life: number | null): PassageFace | null {
  if (bestView === null) return null;
  const { embedding, crop, measures } = bestView;
  return { embedding, crop, measures, life };
}

const decided = (state: LiveTrack, as: Decided): LiveTrack => ({ ...state, asked: null, decided: as, checkedAtMs: as.atMs });

/** The cues as they are written down with the refusal, the strongest first. */
const detailOf = (takenFor: AttackKind | null, votes: readonly CueVote[]): string =>
  writeLivenessDetail({ takenFor, cues: votes.toSorted((a, b) => Math.abs(b.score) - Math.abs(a.score)) });
