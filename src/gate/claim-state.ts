import type { PassKind, Way } from '../shared/opens-with.ts';

export interface ClaimLimits {
  /** Any one of these opens. */
  readonly ways: readonly Way[];
  /** Within this all of a way must have been shown. */
  readonly waitMs: number;
  /** Without any face for this long nobody stands there any more. */
  readonly faceGoneMs: number;
}

/** A code of ours, to be used up when its bearer is let in. */
export interface CodeToUse {
  readonly nonce: string;
  /** ms since the epoch. */
  readonly expiresMs: number;
}

/** A code as the platform is told of it. `cityCode`: six digits, and `colour`, where it is known: of a health code. */
export interface ShownCode {
  readonly type: 'person' | 'health';
  readonly value: string;
  readonly colour?: 'red' | 'yellow' | 'green';
  readonly cityCode?: string;
}

/** One thing that was shown and found good in itself. */
export interface Shown {
  readonly kind: PassKind;
  /** Whose it is; null: it does not say so itself (an identity card, a health code). */
  readonly workerId: string | null;
  /** The name that it says or stands for; null: none. */
  readonly name: string | null;
  /** Of a face. */
  readonly face: {
    readonly track: number;
    readonly score: number;
    readonly threshold: number;
    readonly picture: Uint8Array | null;
  } | null;
  /** The text of a code, for the platform. */
  readonly code: ShownCode | null;
  readonly codeToUse: CodeToUse | null;
}

export interface ClaimState {
  /** By kind; the newest of each. */
  readonly held: ReadonlyMap<PassKind, Shown>;
  /** When what is held counts no more. */
  readonly untilMs: number;
  /** When something was last shown. */
  readonly shownMs: number;
  /** Who stands there with it: the face that is held, or the first that came since something was shown. */
  readonly bearer: { readonly track: number; readonly seenMs: number } | null;
  /** Kinds held of a worker whose face was held as well, and is gone: another one does not inherit them. */
  readonly left: ReadonlySet<PassKind>;
}

export type ClaimEvent =
  | { readonly kind: 'shown'; readonly shown: Shown; readonly atMs: number }
  /** A face is before the camera, whoever it is. */
  | { readonly kind: 'faceSeen'; readonly track: number; readonly atMs: number }
  /** That face, whatever it was taken for before, is none that opens. */
  | { readonly kind: 'faceRefused'; readonly track: number; readonly atMs: number }
  /** The face is asked for a move until `untilMs`. */
  | { readonly kind: 'challenged'; readonly untilMs: number; readonly atMs: number }
  | { readonly kind: 'tick'; readonly atMs: number };

export type ClaimEffect =
  /** All of a way was shown, by one person; `shown` in the order of the way, the main kind first. */
  | { readonly kind: 'complete'; readonly shown: readonly Shown[] }
  /** `notHolder`: what was shown belongs to different people. `incomplete`: the rest did not come in time. */
  | {
      readonly kind: 'refuse';
      readonly reason: 'notHolder' | 'incomplete';
      readonly workerId: string | null;
      readonly missing: readonly PassKind[];
    }
  | { readonly kind: 'ask'; readonly wanted: readonly PassKind[] };

/** Nobody has begun. */
export const noClaim: ClaimState = { held: new Map(), untilMs: 0, shownMs: 0, bearer: null, left: new Set() };
