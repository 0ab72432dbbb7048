import { PAIR_MS } from '../../src/shared/vision/liveness/evidence.ts';

/** An infrared camera silent for this long is not waited for, ms. */
const SILENT_MS = 500;

interface Kept<Frame> {
  readonly frame: Frame;
  readonly takenAtMs: number;
}

/**
 * The newest frame of the infrared camera, until a visible one asks for its partner. One and no more: Chromium lends a page two frames of a
 * camera at a time, and whoever keeps both never gets another.
 */
export class InfraredFrames<Frame extends { close(): void }> {
  #kept: Kept<Frame> | null = null;
  #lastMs = -Infinity;

  /** Takes the frame over. */
  add(frame: Frame, takenAtMs: number): void {
    this.clear();
    this.#lastMs = takenAtMs;
    this.#kept = { frame, takenAtMs };
  }

  /** Hands the frame over when it lies at most PAIR_MS from `takenAtMs`; null when there is none. */
  take(takenAtMs: number): Kept<Frame> | null {
    const kept = this.#kept;
    if (!kept || Math.abs(kept.takenAtMs - takenAtMs) > PAIR_MS) return null;
    this.#kept = null;
    return kept;
  }

  /** May a partner of a frame taken at `takenAtMs` still come? */
  mayCome(takenAtMs: number, nowMs: number): boolean {
    return nowMs - this.#lastMs < SILENT_MS && nowMs - takenAtMs < PAIR_MS;
  }

  clear(): void {
    this.#kept?.frame.close();
    this.#kept = null;
  }
}
