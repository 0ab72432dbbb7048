import type { Clock } from '../shared/clock.ts';

/** A difference between wall and monotonic clock that no scheduling explains, ms. */
const JUMP_MS = 2_000;
/** Records made this long after a jump are marked, ms. */
const DOUBT_MS = 60_000;

/** Notices that somebody moved the wall clock: records made around a jump are marked as doubtful. */
export class ClockWatch {
  readonly #clock: Clock;
  #offsetMs: number;
  #jumpedAtMs: number | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#offsetMs = clock.now() - clock.monotonic();
  }

  /** Compares both clocks; call about once a second. Answers the size of a jump in ms, or null. */
  check(): number | null {
    const offsetMs = this.#clock.now() - this.#clock.monotonic();
    const jumpMs = offsetMs - this.#offsetMs;
    this.#offsetMs = offsetMs;
    if (Math.abs(jumpMs) < JUMP_MS) return null;
    this.#jumpedAtMs = this.#clock.monotonic();
    return Math.round(jumpMs);
  }

  isDoubtful(): boolean {
    return this.#jumpedAtMs !== null && this.#clock.monotonic() - this.#jumpedAtMs < DOUBT_MS;
  }
}
