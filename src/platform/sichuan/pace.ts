import { waitAfter, type BackOffBounds } from '../back-off.ts';
import { pause } from '../pause.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';

/**
 * How closely calls may follow each other, whatever their kind: freely, until the platform finds them too frequent; then
 * with gaps that double each time it says so and halve with each call that it takes.
 */
export class Pace {
  readonly #bounds: BackOffBounds;
  readonly #clock: Clock;
  readonly #random: () => number;
  #level = 0;
  #freeAtMs = Number.NEGATIVE_INFINITY;

  constructor(bounds: BackOffBounds, clock: Clock, random: () => number) {
    this.#bounds = bounds;
    this.#clock = clock;
    this.#random = random;
  }

  /** Waits for the caller's turn. The number it gives goes into `tooOften` or `fine`. Rejects with `platform.offline` when stopped. */
  async turn(signal: AbortSignal): Promise<number> {
    for (;;) {
      if (signal.aborted) throw new Fault('platform.offline', 'stopped');
      const waitMs = this.#freeAtMs - this.#clock.monotonic();
      if (waitMs <= 0) break;
      await pause(waitMs, signal);
    }
    this.#setGap();
    return this.#level;
  }

  /** The platform refused a call for its frequency. Calls that were under way together count once. */
  tooOften(level: number): void {
    if (level !== this.#level) return;
    this.#level += 1;
    this.#setGap();
  }

  fine(level: number): void {
    if (level === this.#level && level > 0) this.#level -= 1;
  }

  #setGap(): void {
    if (this.#level > 0) {
      this.#freeAtMs = this.#clock.monotonic() + waitAfter(this.#level - 1, this.#bounds, this.#random);
    }
  }
}
