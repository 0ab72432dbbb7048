import type { ChallengeStep } from '../shared/challenge.ts';
import type { GateAnswer, RefusalReason } from '../shared/gate-view.ts';
import type { Hint } from '../shared/hint.ts';
import type { AnsweredBy } from './answered.ts';
import type { CodeToUse } from './claim-state.ts';
import type { OpeningOutcome, PhraseKey } from './ports.ts';
import type { Proof } from './proof.ts';

/** How long things last; durations of the screen are those of the kiosk's design. */
export interface PassageLimits {
  readonly admittedMs: number;
  readonly alreadyInMs: number;
  readonly refusedMs: number;
  readonly barredMs: number;
  /** Upper bound for showing a name while the gate does not answer. */
  readonly notAnsweringMs: number;
  /** A person counts once in this time. */
  readonly repeatMs: number;
  /** Without any face for this long the gate is idle again. */
  readonly faceGoneMs: number;
}

export const defaultLimits: Omit<PassageLimits, 'repeatMs'> = {
  admittedMs: 2_000,
  alreadyInMs: 1_500,
  refusedMs: 2_000,
  barredMs: 3_000,
  notAnsweringMs: 6_000,
  faceGoneMs: 700,
};

/** Of what was shown while nobody's face was there. */
export const noTrack = -1;

/** The worker a recognition points to, as the roster knows him at that moment; null: removed in between. */
export interface Recognised {
  readonly workerId: string;
  readonly name: string;
  readonly barredReason: string | null;
  readonly score: number;
  readonly threshold: number;
  readonly picture: Uint8Array | null;
  /** Absent: a face alone. */
  readonly proof?: Proof;
  /** Used up when he is recorded; absent: none. */
  readonly codeToUse?: CodeToUse;
}

/** Whose face is asked for a move. */
export interface Asked {
  readonly workerId: string;
  readonly score: number;
  readonly picture: Uint8Array | null;
}

export type PassageEvent =
  | { readonly kind: 'noFace'; readonly atMs: number }
  | { readonly kind: 'looking'; readonly track: number; readonly hint: Hint | null; readonly atMs: number }
  | {
      readonly kind: 'challenge';
      readonly track: number;
      readonly step: ChallengeStep;
      readonly untilMs: number;
      readonly asked: Asked;
      readonly atMs: number;
    }
  | { readonly kind: 'recognised'; readonly track: number; readonly worker: Recognised; readonly atMs: number }
  | {
      readonly kind: 'refused';
      readonly track: number;
      readonly reason: Exclude<RefusalReason, 'barred' | 'notRecorded'>;
      readonly hint: Hint | null;
      /** Whose face it was like, or null. */
      readonly workerId: string | null;
      readonly score: number | null;
      /** What is written down besides the hint, or null. */
      readonly detail: string | null;
      readonly picture: Uint8Array | null;
      readonly atMs: number;
    }
  | {
      readonly kind: 'recorded';
      readonly passage: number;
      readonly punchId: number;
      readonly openingId: number;
      readonly atMs: number;
    }
  | { readonly kind: 'recordFailed'; readonly passage: number; readonly atMs: number }
  /** His code was used before, here or at another lane. */
  | { readonly kind: 'codeSpent'; readonly passage: number; readonly atMs: number }
  | {
      readonly kind: 'openingSettled';
      readonly openingId: number;
      readonly outcome: OpeningOutcome | 'noGate';
      readonly atMs: number;
    }
  | { readonly kind: 'gateAnswers'; readonly atMs: number }
  /** Another lane has counted him. */
  | {
      readonly kind: 'countedElsewhere';
      readonly workerId: string;
      readonly counted: Counted;
      readonly isSameDirection: boolean;
    }
  | { readonly kind: 'tick'; readonly atMs: number };

export type PassageEffect =
  /** Use the code up and write the punch down; answer with `recorded`, `recordFailed` or `codeSpent`. */
  | { readonly kind: 'record'; readonly passage: number; readonly worker: Recognised }
  /** Write another opening of a punch that already counts; answer as for `record`. */
  | { readonly kind: 'recordRepeat'; readonly passage: number; readonly punchId: number; readonly codeToUse?: CodeToUse }
  | {
      readonly kind: 'recordRefusal';
      readonly reason: RefusalReason;
      readonly workerId: string | null;
      readonly score: number | null;
      readonly detail: string | null;
      readonly picture: Uint8Array | null;
    }
  | { readonly kind: 'openGate'; readonly openingId: number; readonly workerId: string; readonly codeToUse?: CodeToUse }
  | { readonly kind: 'say'; readonly phrase: PhraseKey; readonly workerId: string | null };

/** What is on show after a decision. */
export type Outcome =
  | {
      readonly kind: 'admitted' | 'alreadyIn';
      readonly worker: Recognised;
      readonly countedAtMs: number;
      readonly gate: GateAnswer;
    }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly hint: Hint | null; readonly detail: string | null };

export type Phase =
  | { readonly kind: 'idle' }
  | { readonly kind: 'approaching'; readonly track: number; readonly hint: Hint | null; readonly seenAtMs: number }
  | {
      readonly kind: 'challenge';
      readonly track: number;
      readonly step: ChallengeStep;
      readonly sinceMs: number;
      readonly untilMs: number;
      readonly isSaid: boolean;
      readonly asked: Asked;
      readonly seenAtMs: number;
      /** The first frame since then that showed nobody; null: none did. */
      readonly missedAtMs: number | null;
    }
  | {
      readonly kind: 'recording';
      readonly passage: number;
      readonly track: number;
      readonly worker: Recognised;
      readonly repeatOf: Counted | null;
    }
  | {
      readonly kind: 'shown';
      readonly track: number;
      readonly openingId: number | null;
      readonly outcome: Outcome;
      readonly untilMs: number;
    };

/** A punch that still counts for its worker. */
export interface Counted {
  readonly punchId: number;
  readonly atMs: number;
}

export interface PassageState {
  readonly phase: Phase;
  readonly nextPassage: number;
  readonly answered: AnsweredBy;
  /** Workers whose last punch, wherever it was made, went in this lane's direction and lies within `repeatMs`. */
  readonly counted: ReadonlyMap<string, Counted>;
}

/** `counted`: punches of before the start, so that a restart does not count anyone twice. */
export function initialState(counted: ReadonlyMap<string, Counted> = new Map()): PassageState {
  return { phase: { kind: 'idle' }, nextPassage: 1, answered: new Map(), counted };
}

/** The next state, and what has to be done, in order. */
export type Step = readonly [PassageState, readonly PassageEffect[]];
