import { stands, type AttackKind, type CueName, type CueVote, type Stand } from './cue.ts';
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

/** A cue's word against one kind of copy. */
export const saysOf = (vote: CueVote, stand: Stand): number => vote.against?.[stand] ?? vote.score;

/** The votes for a living face against one kind of copy. */
class Case {
  readonly total: number;
  readonly #votes: readonly CueVote[];
  readonly #stand: Stand;

  constructor(votes: readonly CueVote[], stand: Stand) {
    this.#votes = votes;
    this.#stand = stand;
    this.total = votes.reduce((sum, vote) => sum + saysOf(vote, stand), 0);
  }

  of(cue: CueName): number {
    const vote = this.#votes.find((one) => one.cue === cue);
    return vote ? saysOf(vote, this.#stand) : 0;
  }

  /**
   * Enough in all, with one of three means that the copy has not: shape, light with a hint of shape, or light together with movement; and the light
   * does not contradict.
   */
  get isWon(): boolean {
    const isLitAsSkin = this.of('reflectance') + this.of('glint') >= fusion.carrying;
    const depth = this.of('depth') + this.of('landmarks');
    const isCarried =
      depth >= fusion.carrying ||
      this.of('reflectance') >= fusion.telling ||
      (isLitAsSkin && depth >= fusion.leaning) ||
      (isLitAsSkin && depth >= 0 && this.of('movement') >= 1);
    return this.total >= fusion.live && isCarried && this.of('reflectance') > fusion.contradicting;
  }
}

const casesOf = (votes: readonly CueVote[]): readonly Case[] => stands.map((stand) => new Case(votes, stand));

/** What the votes come to against the kind of copy that they speak against least. */
export const totalOf = (votes: readonly CueVote[]): number => Math.min(...casesOf(votes).map(({ total }) => total));

/**
 * Holds the votes against each kind of copy: whoever is taken for living must be told from every one of them, since what a print lacks a mask may
 * have. No cue is enough alone; none but the infrared camera's sight of the face is indispensable.
 */
export function fuse({ votes, pairs, looked, isLate }: Weighed): Judgement {
  const cases = casesOf(votes);
  const total = Math.min(...cases.map((one) => one.total));
  if (!Number.isFinite(total)) return { kind: 'undecided', total: 0 };
  const isSeen = votes.some(({ cue, score }) => cue === 'presence' && score > 0);
  if (pairs >= fusion.leastPairs && isSeen && cases.every(({ isWon }) => isWon)) return { kind: 'live', total };
  if (looked >= fusion.accusingFrames && total <= (isLate ? fusion.lateAttack : fusion.attack)) {
    const [accuser] = votes.toSorted((a, b) => a.score - b.score);
    if (accuser?.attack) return { kind: 'attack', attack: accuser.attack, total };
  }
  return { kind: 'undecided', total };
}
