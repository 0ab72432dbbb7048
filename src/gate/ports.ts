import type { ChallengeStep } from '../shared/challenge.ts';
import type { RefusalReason } from '../shared/gate-view.ts';
import type { Hint } from '../shared/hint.ts';
import type { PassKind } from '../shared/opens-with.ts';
import type { Proof } from './proof.ts';

/**
 * What became of an opening pulse.
 * `opened`: the board confirmed it. `notAnswering`: nothing reached the board, the gate stayed shut.
 * `unknown`: the order left the terminal and no valid answer came; the gate may have opened.
 */
export type OpeningOutcome = 'opened' | 'notAnswering' | 'unknown';

/** Why a gate stays open: ordered by a person, or released by the fire alarm. */
export type HoldReason = 'open' | 'release';

export type TurnstileState = 'ok' | 'notAnswering' | 'notConfigured' | 'connecting';

/** The thing that lets one person through. Opened for one passage at a time. */
export interface Turnstile {
  /**
   * One pulse. Resolves as soon as its fate is known (before the pulse ends); never rejects. `workerId`: for whom, where the
   * turnstile must be told; left out when a person opens by hand.
   */
  open(workerId?: string): Promise<OpeningOutcome>;
  /** Current state and a technical detail (port, error code). */
  state(): { readonly state: TurnstileState; readonly detail: string | null };
  /** Calls `listener` at each change until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void;
  /**
   * Keeps the gate open until `hold(null)`, also over a line that is lost and comes back. Returns at once and never throws;
   * whether the gate can be kept open, and is, says `canHold` and `state`.
   */
  hold(reason: HoldReason | null): void;
  /** False: this way of opening knows single passages only. */
  readonly canHold: boolean;
  /** Switches the coil off if it may be on, then lets go of the line. A release stays: nobody is shut in because the program ended. */
  close(): Promise<void>;
}

/** A passage about to be written down. Times are ms since the epoch. */
export interface NewPunch {
  readonly workerId: string;
  readonly atMs: number;
  readonly direction: 'in' | 'out';
  /** From 1; absent: the first. */
  readonly lane?: number;
  /** Cosine of the decision and the threshold it was held against. */
  readonly score: number;
  readonly threshold: number;
  /** Best frame of the passage, JPEG ≤ 60 KB, or null. */
  readonly picture: Uint8Array | null;
  /** The wall clock jumped shortly before or was never set. */
  readonly isClockDoubtful: boolean;
  /** What it was made with; absent: a face alone. Without a face score and threshold are 0. */
  readonly proof?: Proof;
}

export interface PunchRef {
  readonly punchId: number;
  /** Row that stands for the pulse about to be given. */
  readonly openingId: number;
}

export interface NewRefusal {
  readonly reason: RefusalReason;
  /** From 1; absent: the first. */
  readonly lane?: number;
  readonly atMs: number;
  readonly workerId: string | null;
  /** Best score reached, or null when nothing was compared. */
  readonly score: number | null;
  /** Technical detail: the hint that stood last, the votes of the liveness cues. */
  readonly detail: string | null;
  readonly picture: Uint8Array | null;
}

/** Where passages are written down. Every method returns only after the row is durable; throws `Fault` `store.*`. */
export interface PassageJournal {
  recordPunch(punch: NewPunch): PunchRef;
  /** Another opening for a punch that already counts. */
  recordRepeat(punchId: number, atMs: number): PunchRef;
  markOpening(openingId: number, outcome: OpeningOutcome): void;
  /** Whether who was let in walked through. */
  markTaken(openingId: number, isTaken: boolean): void;
  recordRefusal(refusal: NewRefusal): void;
}

/** Moments that are spoken of; the sentence comes from templates in the configuration. */
export type PhraseKey =
  | 'admitted'
  | 'alreadyIn'
  | 'unknown'
  | 'barred'
  | 'attack'
  | 'notAnswering'
  | 'cardUnknown'
  | 'codeRefused'
  | 'healthRefused'
  | 'notHolder'
  | 'incomplete'
  | WantPhrase
  | ChallengeStep;

type WantPhrase = 'wantFace' | 'wantCard' | 'wantIdCard' | 'wantCode';

/** How is asked for what is still missing. */
export const wantPhrases: Readonly<Record<PassKind, WantPhrase>> = {
  face: 'wantFace',
  icCard: 'wantCard',
  idCard: 'wantIdCard',
  qrCode: 'wantCode',
  healthCode: 'wantCode',
};

export interface Voice {
  /** Starts speaking and returns at once; a later phrase cuts an earlier one short. Never throws. */
  say(phrase: PhraseKey, workerId: string | null): void;
}

/** What the gate must know of a worker when he stands before it. */
export interface RosterEntry {
  readonly workerId: string;
  readonly name: string;
  /** Why he may not enter, in the platform's words, or null. */
  readonly barredReason: string | null;
}

export interface Roster {
  find(workerId: string): RosterEntry | null;
}

/** What recognition says of the newest frame: somebody is looked at, or a decision about one tracked face. */
export type Sighting =
  | { readonly kind: 'noFace' }
  | { readonly kind: 'looking'; readonly track: number; readonly hint: Hint | null }
  /** A living worker: the only sighting that may open. */
  | {
      readonly kind: 'recognised';
      readonly track: number;
      readonly workerId: string;
      readonly score: number;
      readonly threshold: number;
      readonly picture: Uint8Array | null;
    }
  /** A worker who may not enter; never opens, whatever the roster says by now. */
  | {
      readonly kind: 'barred';
      readonly track: number;
      readonly workerId: string;
      readonly score: number;
      readonly threshold: number;
      readonly picture: Uint8Array | null;
    }
  /** A worker is asked for a move; `untilMs`: monotonic. */
  | {
      readonly kind: 'challenge';
      readonly track: number;
      readonly step: ChallengeStep;
      readonly untilMs: number;
      readonly workerId: string;
      readonly score: number;
      readonly picture: Uint8Array | null;
    }
  | { readonly kind: 'unknown'; readonly track: number; readonly score: number; readonly picture: Uint8Array | null }
  | ({ readonly kind: 'attack' } & UnprovenSighting)
  | ({ readonly kind: 'undecided'; readonly hint: Hint | null } & UnprovenSighting)
  | ({ readonly kind: 'livenessUnavailable' } & UnprovenSighting)
  | { readonly kind: 'poorView'; readonly track: number; readonly hint: Hint; readonly picture: Uint8Array | null };

/** A face that is not known to be a living one. */
export interface UnprovenSighting {
  readonly track: number;
  /** Whose face it is like and how much, or null when that was not decided. */
  readonly workerId: string | null;
  readonly score: number | null;
  /** The cues' votes, or what there is no verdict for: stable codes, written down with the refusal. */
  readonly detail: string;
  readonly picture: Uint8Array | null;
}
