import type { LaneNumber } from '../shared/lanes.ts';

/** A fire is a fire for every lane, whichever has the input. */
export class FireAlarm {
  readonly #burning = new Set<LaneNumber>();

  /** What the fire input of a lane says; answers whether any of them is active. */
  report(lane: LaneNumber, isActive: boolean): boolean {
    if (isActive) this.#burning.add(lane);
    else this.#burning.delete(lane);
    return this.#burning.size > 0;
  }
}
