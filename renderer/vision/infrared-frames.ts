import { PAIR_MS } from '../../src/shared/vision/liveness/evidence.ts';

/** An infrared camera silent for this long is not waited for, ms. */
const SILENT_MS = 500;

interface Kept<Frame> {
  readonly frame: Frame;
  readonly takenAtMs: number;
}

const far = (kept: Kept<unknown>, atMs: number): number => Math.abs(kept.takenAtMs - atMs);

/**
 * The newest frame of the infrared camera, or the one nearest to a visible frame that waits, until its partner is asked for. One and no
 * more: Chromium lends a page two frames of a camera at a time, and whoever keeps both never gets another.
 */
export class InfraredFrames<Frame extends { close(): void }> {
  #kept: Kept<Frame> | null = null;
  #lastMs = -Infinity;

  /** Takes the frame over. `waitingAtMs`: when the visible frame was taken that waits for its turn; null: none does. */
  add(frame: Frame, takenAtMs: number, waitingAtMs: number | null = null): void {
    this.#lastMs = takenAtMs;
    if (waitingAtMs !== null && this.#isBetterFor(waitingAtMs, takenAtMs)) return frame.close();
    this.clear();
    this.#kept = { frame, takenAtMs };
  }

  /** Hands the frame over when it lies at most PAIR_MS from `takenAtMs`; null when there is none. */
  take(takenAtMs: number): Kept<Frame> | null {
    const kept = this.#kept;
    if (kept === null || far(kept, takenAtMs) > PAIR_MS) return null;
    this.#kept = null;
    return kept;
  }

  /** May a partner of a frame that came at `arrivedAtMs` still come? What held that one up may hold its partner up as well. */
  mayCome(arrivedAtMs: number, nowMs: number): boolean {
    return nowMs - this.#lastMs < SILENT_MS && nowMs - arrivedAtMs < PAIR_MS;
  }

  /** Is the kept frame a partner of the waiting one, and nearer to it than one taken at `otherAtMs`? */
  #isBetterFor(waitingAtMs: number, otherAtMs: number): boolean {
    if (this.#kept === null) return false;
    const apartMs = far(this.#kept, waitingAtMs);
    return apartMs <= PAIR_MS && apartMs < Math.abs(otherAtMs - waitingAtMs);
  }

  clear(): void {
    this.#kept?.frame.close();
    this.#kept = null;
  }
}
