import { TURNED, type Move, type MoveState } from './move.ts';
import type { Sample } from './sample.ts';

/** How far shut, see `Sample`: from here on an eye is shut, and below here open again. Sheets reach it in 0.6 % of pairs of pictures, and then they move. */
const SHUT = 0.6;
const OPEN_AGAIN = 0.3;
/** Eyes that are this much wider than in the neutral pose were not open in it. */
const WIDER = -0.5;
/** From the last open frame before to the first one after at least, ms: shorter is a flaw of one picture. */
const LEAST_MS = 80;
/** From the first shut frame to the last one at most, ms. */
const MOST_SHUT_MS = 500;
/** Meanwhile the rest of the face stays as it was: nothing turns, and nothing is sheared. */
const STILL = { turn: 0.12, leftOver: 0.03, shear: 0.08, growth: 0.08 };

/** Both eyes shut and open again while the face stays where it is. */
export class BlinkMove implements Move {
  #lastOpen: Sample | null = null;
  #firstShut: Sample | null = null;
  #lastShut: Sample | null = null;
  #isSpoilt = false;

  take(sample: Sample): MoveState {
    const { right, down } = sample.difference;
    if (Math.hypot(right, down) >= TURNED) return 'otherMove';
    const { shut } = sample;
    if (shut >= SHUT) {
      this.#firstShut ??= sample;
      this.#lastShut = sample;
      this.#isSpoilt ||= !this.#isStill(sample);
      return 'underWay';
    }
    if (shut > OPEN_AGAIN) return this.#firstShut ? 'underWay' : 'waiting';
    const isBlink = this.#isBlink(sample);
    this.#lastOpen = sample;
    this.#firstShut = null;
    this.#lastShut = null;
    this.#isSpoilt = false;
    return isBlink ? 'done' : 'waiting';
  }

  #isStill({ difference }: Sample): boolean {
    const before = this.#lastOpen?.difference;
    if (!before) return false;
    return (
      Math.hypot(difference.right - before.right, difference.down - before.down) <= STILL.turn &&
      difference.leftOver <= STILL.leftOver &&
      Math.abs(difference.shear - before.shear) <= STILL.shear &&
      Math.abs(Math.log(difference.growth / before.growth)) <= STILL.growth
    );
  }

  #isBlink(after: Sample): boolean {
    const [before, first, last] = [this.#lastOpen, this.#firstShut, this.#lastShut];
    if (!before || !first || !last || this.#isSpoilt || after.shut < WIDER) return false;
    return after.atMs - before.atMs >= LEAST_MS && last.atMs - first.atMs <= MOST_SHUT_MS;
  }
}
