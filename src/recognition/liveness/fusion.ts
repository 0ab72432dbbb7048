import type { AttackKind, CueName, CueVote } from './cue.ts';
import { fusion } from './parameters.ts';

/** What the cues say together. */
export type Judgement =
  | { readonly kind: 'live'; readonly total: number }
  | { readonly kind: 'attack'; readonly attack: AttackKind; readonly total: number }
  | { readonly kind: 'undecided'; readonly total: number };

export interface Weighed {
  readonly votes: readonly CueVote[];
  /** Pairs of two new pictures in which both cameras saw the face. */
  readonly pairs: number;
  /** Frames whose infrared picture is there, with a face or without. */
  readonly looked: number;
  /** The time is over: a copy that is likely enough is called one. */
  readonly isLate: boolean;
}

const scoreOf = (votes: readonly CueVote[], cue: CueName): number => votes.find((vote) => vote.cue === cue)?.score ?? 0;

/**
 * Adds up the votes. Living needs the bound, both cameras seeing the face at its place, and one of three means that a copy has not:
 * shape, light with a hint of shape, or light together with movement. No cue is enough alone; none but the infrared camera's sight of the face is indispensable.
 */
export function fuse({ votes, pairs, looked, isLate }: Weighed): Judgement {
  const total = votes.reduce((sum, vote) => sum + vote.score, 0);
  if (!Number.isFinite(total)) return { kind: 'undecided', total: 0 };
  const has = (cue: CueName): number => scoreOf(votes, cue);
  const isLitAsSkin = has('reflectance') + has('glint') >= fusion.carrying;
  const isCarried =
    has('depth') >= fusion.carrying ||
    (isLitAsSkin && has('depth') >= fusion.leaning) ||
    (isLitAsSkin && has('depth') >= 0 && has('movement') >= 1);
  if (total >= fusion.live && pairs >= fusion.leastPairs && has('presence') > 0 && isCarried) return { kind: 'live', total };
  if (looked >= fusion.accusingFrames && total <= (isLate ? fusion.lateAttack : fusion.attack)) {
    const [accuser] = votes.toSorted((a, b) => a.score - b.score);
    if (accuser?.attack) return { kind: 'attack', attack: accuser.attack, total };
  }
  return { kind: 'undecided', total };
}
