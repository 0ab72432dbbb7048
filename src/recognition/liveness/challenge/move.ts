import type { Sample } from './sample.ts';

/**
 * How far a move has come. `waiting`: not begun, or only a little. `under way`: the far point was reached, the way back is
 * missing. `otherMove`: something else was done.
 */
export type MoveState = 'waiting' | 'underWay' | 'done' | 'otherMove';

/** Follows one move through the samples after the neutral pose. */
export interface Move {
  /** `sinceMs`: the frame before, of whatever kind, was so long ago. */
  take(sample: Sample, sinceMs: number): MoveState;
}

/** Turns of the head (sine) below this are those of somebody who holds still; above, a move was made. */
export const TURNED = 0.2;
