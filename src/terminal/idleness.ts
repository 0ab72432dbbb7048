import type { Clock } from '../shared/clock.ts';

/** Since when nobody has stood before the gate and nothing has gone on there. */
export class Idleness {
  readonly #clock: Clock;
  #busyAtMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#busyAtMs = clock.monotonic();
  }

  /** To be told a few times a second. */
  note(isIdle: boolean): void {
    if (!isIdle) this.#busyAtMs = this.#clock.monotonic();
  }

  /** 0: somebody is there. */
  forMs(): number {
    return this.#clock.monotonic() - this.#busyAtMs;
  }
}
