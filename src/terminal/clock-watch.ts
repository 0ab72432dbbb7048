import type { Clock } from '../shared/clock.ts';

/** A difference between wall and monotonic clock that no scheduling explains, ms. */
const JUMP_MS = 2_000;
/** Records made this long after a jump are marked, ms. */
const DOUBT_MS = 60_000;
/** A time server may take so much back before a start without anything being wrong, ms. */
const BEHIND_MS = 60_000;

export interface ClockWatchOptions {
  /** A time that is known to have been, ms since the epoch: a clock that says less is wrong. Default: none. */
  readonly knownMs?: number;
  /** Somebody set the clock to before a time that was known to have been: that time is not to be believed any more. */
  readonly onSetBack?: (knownMs: number) => void;
}

/**
 * Notices that the wall clock cannot be trusted: somebody moved it a moment ago, or it has been behind what is known since the start
 * (the battery of the clock is empty, and no time server was reached). Records made meanwhile are marked, codes are not judged.
 */
export class ClockWatch {
  readonly #clock: Clock;
  readonly #onSetBack: (knownMs: number) => void;
  #knownMs: number;
  #offsetMs: number;
  #jumpedAtMs: number | null = null;

  constructor(clock: Clock, { knownMs = 0, onSetBack = () => undefined }: ClockWatchOptions = {}) {
    this.#clock = clock;
    this.#knownMs = knownMs;
    this.#onSetBack = onSetBack;
    this.#offsetMs = clock.now() - clock.monotonic();
  }

  /** Compares both clocks; call about once a second. Answers the size of a jump in ms, or null. */
  check(): number | null {
    const nowMs = this.#clock.now();
    const offsetMs = nowMs - this.#clock.monotonic();
    const jumpMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    if (Math.abs(jumpMs) < JUMP_MS) return null;
    this.#jumpedAtMs = this.#clock.monotonic();
    const knownMs = Math.max(this.#knownMs, nowMs - jumpMs);
    // Whoever set it, a person or a time server, knew better than the records.
    this.#knownMs = 0;
    if (isBehind(nowMs, knownMs)) this.#onSetBack(knownMs);
    return Math.round(jumpMs);
  }

  isDoubtful(): boolean {
    return this.hasJumped() || this.behind() !== null;
  }

  /** Somebody moved the clock a moment ago: it may be ahead now. */
  hasJumped(): boolean {
    return this.#jumpedAtMs !== null && this.#clock.monotonic() - this.#jumpedAtMs < DOUBT_MS;
  }

  /** The time before which it cannot be, ms since the epoch, while the clock says less; else null. */
  behind(): number | null {
    return isBehind(this.#clock.now(), this.#knownMs) ? this.#knownMs : null;
  }
}

const isBehind = (nowMs: number, knownMs: number): boolean => nowMs < knownMs - BEHIND_MS;
