import type { Clock } from '../shared/clock.ts';
import { pause } from './pause.ts';

/** Punches go first: while somebody stands at the gate only this share of the pace is taken. */
const BUSY_SHARE = 0.1;
/** A pause is never longer than this, so that the end of the bustle is noticed, ms. */
const LONGEST_MS = 500;
/** A timer is not worth less, ms. */
const LEAST_MS = 5;

export interface PaceOptions {
  readonly mostBytesPerSecond: number;
  readonly clock: Clock;
  readonly isBusy: () => boolean;
}

/** Keeps a download to its share of the line. */
export class Pace {
  readonly #options: PaceOptions;
  #owedMs = 0;
  #lastMs: number;

  constructor(options: PaceOptions) {
    this.#options = options;
    this.#lastMs = options.clock.monotonic();
  }

  /** To be waited for after each piece. */
  async after(bytes: number, signal: AbortSignal): Promise<void> {
    const owedMs = this.owedMs(bytes);
    if (owedMs >= LEAST_MS) await pause(Math.min(owedMs, LONGEST_MS), signal);
  }

  /** How long the line is to be left alone after these bytes and those before them, ms. */
  owedMs(bytes: number): number {
    const { mostBytesPerSecond, clock, isBusy } = this.#options;
    const bytesPerMs = (mostBytesPerSecond * (isBusy() ? BUSY_SHARE : 1)) / 1_000;
    const nowMs = clock.monotonic();
    this.#owedMs = Math.max(0, this.#owedMs - (nowMs - this.#lastMs)) + bytes / bytesPerMs;
    this.#lastMs = nowMs;
    return this.#owedMs;
  }
}
