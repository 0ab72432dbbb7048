import type { Random } from './seeded.ts';

/** A punch as it reached the platform and was taken there. Times are ms since the epoch. */
export interface Arrival {
  readonly sn: string;
  readonly workerId: string;
  /** The time of the passage, as sent: down to `timeStepMs` of the platform. */
  readonly atMs: number;
  readonly arrivedAtMs: number;
  /** A terminal's calls of one channel follow each other: a later one shows that the reply to an earlier one was read. */
  readonly channel: string;
  /** Which call brought it; punches of one batch share it. */
  readonly call: number;
  /** The terminal cannot have read the reply whole. */
  readonly isReplyLost: boolean;
  /** What a strict reader of the protocol would mind; a repeat that differs from the first one among it. */
  readonly remarks: readonly string[];
}

/** Something that goes wrong. */
export interface Trouble {
  readonly name: string;
  /** How often it comes, relative to the others. */
  readonly weight: number;
  /** Begins it; resolves when the next may begin. `sns`: the terminals. */
  begin(random: Random, sns: readonly string[]): void | Promise<void>;
}

/** A province's bench platform as the chaos run uses it. */
export interface ChaosPlatform {
  /** `platform` of a terminal's configuration. */
  readonly config: Readonly<Record<string, unknown>>;
  /** Times of punches are sent in whole multiples of it; passages of one worker at one terminal lie farther apart. */
  readonly timeStepMs: number;
  readonly troubles: readonly Trouble[];
  /** In the order in which they came, as far as their replies are settled. */
  arrivals(): readonly Arrival[];
  /** Ends all trouble. */
  behave(): void;
  close(): Promise<void>;
}
