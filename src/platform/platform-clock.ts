import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Problems } from './problems.ts';
import { timeOfDateHeader } from './wire-time.ts';

/** `Date` has whole seconds and the answer took its time: less than this is no difference. */
const noticeableMs = 2_000;
/** From here on the times of punches are visibly wrong, and a person has to set the clock. */
const worthSayingMs = 120_000;

/** The platform's clock as far as it is known: the terminal's own, corrected only when the platform refuses its time. */
export class PlatformClock {
  readonly #clock: Clock;
  readonly #write: (atMs: number) => string;
  readonly #log: Log;
  readonly #problems: Problems | null;
  #aheadMs = 0;

  /**
   * `write`: a time (ms since the epoch) as the province's requests carry it. `problems`: where a clock that is far off is
   * shown; punches keep the terminal's own time.
   */
  constructor(clock: Clock, write: (atMs: number) => string, log: Log, problems: Problems | null = null) {
    this.#clock = clock;
    this.#write = write;
    this.#log = log;
    this.#problems = problems;
  }

  /** How far ahead of the terminal's own clock it is taken to be, ms. */
  get aheadMs(): number {
    return this.#aheadMs;
  }

  /** The time stamp of a request that is sent now. */
  timestamp(): string {
    return this.#write(this.#clock.now() + this.#aheadMs);
  }

  /**
   * Takes the time from the HTTP `Date` header of an answer to a request that was sent `sentAheadMs` ahead; null when there is
   * none, or it says what was sent. The function it gives takes that back: the header may be of a server on the way, whose
   * clock is the wrong one.
   */
  correct(dateHeader: string | undefined, sentAheadMs: number): (() => void) | null {
    const there = timeOfDateHeader(dateHeader);
    if (there === null) return null;
    const aheadMs = there - this.#clock.now();
    if (Math.abs(aheadMs - sentAheadMs) < noticeableMs) return null;
    // Another request that was under way may have found out already.
    if (Math.abs(aheadMs - this.#aheadMs) >= noticeableMs) {
      this.#set(aheadMs);
      this.#log.warn('platform', 'clockCorrected', { aheadSeconds: Math.round(aheadMs / 1_000) });
    }
    return () => {
      this.#set(sentAheadMs);
    };
  }

  #set(aheadMs: number): void {
    this.#aheadMs = aheadMs;
    if (Math.abs(aheadMs) < worthSayingMs) this.#problems?.clear('clock');
    else this.#problems?.raise('clock', `${String(Math.round(aheadMs / 60_000))} min`, 'clockOff');
  }
}
