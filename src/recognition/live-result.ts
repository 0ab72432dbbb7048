import type { ChallengeStep } from '../shared/challenge.ts';
import type { Hint } from '../shared/hint.ts';
import type { PassageFace } from './learning/passage-face.ts';

/** What recognition says of a frame. `track` counts persons in front of the camera; scores are cosines. */
export type LiveResult =
  | { readonly kind: 'noFace' }
  /** Not decided yet, or decided already; the hint says what keeps the view from being good. */
  | { readonly kind: 'looking'; readonly track: number; readonly hint: Hint | null }
  /** A living worker: the only result that may open anything. */
  | ({ readonly kind: 'recognised'; readonly workerId: string; readonly face: PassageFace | null } & Scored)
  /** A worker who may not enter; whether he is a living one was not waited for. */
  | ({ readonly kind: 'barred'; readonly workerId: string } & Scored)
  /** A worker is asked for a move until `untilMs` (monotonic). */
  | {
      readonly kind: 'challenge';
      readonly track: number;
      readonly step: ChallengeStep;
      readonly untilMs: number;
      readonly workerId: string;
      readonly score: number;
      readonly picture: Uint8Array | null;
    }
  | ({ readonly kind: 'unknown' } & Scored)
  | ({ readonly kind: 'attack' } & Unproven)
  /** Neither living nor a copy for sure; the hint is what might help the next time, null after a move that did not count. */
  | ({ readonly kind: 'undecided'; readonly hint: Hint | null } & Unproven)
  | ({ readonly kind: 'livenessUnavailable' } & Unproven)
  | { readonly kind: 'poorView'; readonly track: number; readonly hint: Hint; readonly picture: Uint8Array | null };

export interface Scored {
  readonly track: number;
  readonly score: number;
  readonly threshold: number;
  /** Good frames that the decision rests on. */
  readonly frames: number;
  /** Best frame of the track, JPEG, or null. */
  readonly picture: Uint8Array | null;
}

/** A face that is not known to be a living one. */
interface Unproven {
  readonly track: number;
  /** Whose face it is like and how much, or null when that was not decided. */
  readonly workerId: string | null;
  readonly score: number | null;
  /** The cues' votes, or what there is no verdict for: stable codes. */
  readonly detail: string;
  readonly picture: Uint8Array | null;
}
