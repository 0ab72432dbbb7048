import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import { timeOfDateHeader, wireTime } from '../wire-time.ts';

/** `Date` has whole seconds and the answer took its time: less than this is no difference. */
const noticeableMs = 2_000;

/** The platform's clock as far as it is known: the terminal's own, corrected only when the platform refuses its time. */
export class PlatformClock {
  readonly #clock: Clock;
  readonly #offsetMinutes: number;
  readonly #log: Log;
  #aheadMs = 0;

  constructor(clock: Clock, offsetMinutes: number, log: Log) {
    this.#clock = clock;
    this.#offsetMinutes = offsetMinutes;
    this.#log = log;
  }

  /** `timeStamp` of a request that is sent now. */
  timeStamp(): string {
    return wireTime(this.#clock.now() + this.#aheadMs, this.#offsetMinutes);
  }

  /** Takes the time from an HTTP `Date` header; false when there is none, or it says what was assumed already. */
  correct(dateHeader: string | undefined): boolean {
    const there = timeOfDateHeader(dateHeader);
    if (there === null) return false;
    const aheadMs = there - this.#clock.now();
    if (Math.abs(aheadMs - this.#aheadMs) < noticeableMs) return false;
    this.#aheadMs = aheadMs;
    this.#log.warn('platform', 'clockCorrected', { aheadSeconds: Math.round(aheadMs / 1_000) });
    return true;
  }
}
