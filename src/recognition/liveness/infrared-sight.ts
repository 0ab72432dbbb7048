import type { LivenessEvidence } from '../../shared/vision/liveness/evidence.ts';
import { asking } from './parameters.ts';

/**
 * Does the infrared camera see the face all through a question? A move proves a head only if both cameras saw it made: what stood there before
 * may have been exchanged for a screen. Every frame counts here, good view or not, for poor views are easily had.
 */
export class InfraredSight {
  /** When the question was put, monotonic ms. */
  readonly sinceMs: number;
  #lastSeenMs: number;
  /** Frames without the face since. */
  #lost = 0;
  #isLost = false;
  /** Lost for longer than `mostLostMs`, though in a single frame. */
  #isForgiven = false;
  /** Was the turned face seen? */
  #isTurnSeen = false;
  #frames = 0;
  #seen = 0;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
    this.#lastSeenMs = sinceMs;
  }

  /** `isAhead`: does the face look ahead in the visible picture? */
  take(evidence: LivenessEvidence | null, atMs: number, isAhead: boolean): void {
    this.#frames += 1;
    const isSeen = Boolean(evidence?.infrared?.face);
    if (!isSeen) this.#lost += 1;
    const mostMs = this.#lost <= 1 ? asking.mostOneLostMs : asking.mostLostMs;
    const goneMs = atMs - this.#lastSeenMs;
    if (goneMs > mostMs) this.#isLost = true;
    if (goneMs > asking.mostLostMs) this.#isForgiven = true;
    if (!isSeen) return;
    this.#seen += 1;
    if (!isAhead) this.#isTurnSeen = true;
    this.#lost = 0;
    this.#lastSeenMs = atMs;
  }

  /** Never lost for longer than the far point of a move may hide a face, and seen in most frames; a screen that is shown for one frame of a slow machine must not be the move. */
  get isKept(): boolean {
    return !this.#isLost && (!this.#isForgiven || this.#isTurnSeen) && this.#seen >= asking.leastSeen * this.#frames;
  }
}
