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
  #longestMs = 0;
  #frames = 0;
  #seen = 0;

  constructor(sinceMs: number) {
    this.sinceMs = sinceMs;
    this.#lastSeenMs = sinceMs;
  }

  take(evidence: LivenessEvidence | null, atMs: number): void {
    this.#frames += 1;
    this.#longestMs = Math.max(this.#longestMs, atMs - this.#lastSeenMs);
    if (!evidence?.infrared?.face) return;
    this.#seen += 1;
    this.#lastSeenMs = atMs;
  }

  /** Never lost for longer than the far point of a move may hide a face, and seen in most frames. */
  get isKept(): boolean {
    return this.#longestMs <= asking.mostLostMs && this.#seen >= asking.leastSeen * this.#frames;
  }
}
