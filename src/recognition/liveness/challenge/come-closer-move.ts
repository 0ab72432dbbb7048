import { TURNED, type Move, type MoveState } from './move.ts';
import type { Sample } from './sample.ts';

/** Growth of the face. */
const NEAR = 1.25;
/** A face that grows by more than this from one frame to the next was exchanged. */
const MOST_STEP = 1.3;
/** It must still be near after this long, ms. */
const STAYS_MS = 150;

/** The face grows by coming nearer, and stays there. A sheet of paper can do that too: it proves nothing by itself. */
export class ComeCloserMove implements Move {
  #growth = 1;
  #nearSinceMs: number | null = null;

  take({ atMs, difference }: Sample): MoveState {
    const { right, down, growth } = difference;
    if (Math.hypot(right, down) >= 1.5 * TURNED) return 'otherMove';
    const step = growth / this.#growth;
    this.#growth = growth;
    if (step > MOST_STEP) return 'otherMove';
    if (growth < NEAR) {
      this.#nearSinceMs = null;
      return 'waiting';
    }
    this.#nearSinceMs ??= atMs;
    return atMs - this.#nearSinceMs >= STAYS_MS ? 'done' : 'underWay';
  }
}
