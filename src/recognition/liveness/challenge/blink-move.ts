import { TURNED, type Move, type MoveState } from './move.ts';
import type { Sample } from './sample.ts';
import { changeOf } from './skin-around.ts';

/** How far shut, see `Sample`: from here on an eye is shut, and below here open again. */
const SHUT = 0.45;
const OPEN_AGAIN = 0.3;
/** From the last open frame before to the first one after at least, ms: shorter is a flaw of one picture. */
const LEAST_MS = 80;
/** From the first shut frame to the last one at most, ms. */
const MOST_SHUT_MS = 500;
/**
 * Meanwhile the rest of the face stays as it was: nothing turns, nothing is sheared, and the skin round the eyes keeps its light.
 * Six of 938 pairs of pictures of sheets look like shut eyes in a face that does not move; the skin changes by 0.6 and more in all six,
 * and by less than 0.3 in people who blink.
 */
const STILL = { turn: 0.12, leftOver: 0.03, shear: 0.08, growth: 0.08, skin: 0.33 };

/** So long the face must go on as before, ms: a head that begins to turn hides its eyes too. */
const GOES_ON_MS = 120;

/** Both eyes shut and open again while the face stays where it is. */
export class BlinkMove implements Move {
  #lastOpen: Sample | null = null;
  #firstShut: Sample | null = null;
  #lastShut: Sample | null = null;
  #isSpoilt = false;
  /** Last sample with open eyes before a blink, and first one after it. */
  #blink: { readonly before: Sample; readonly after: Sample } | null = null;

  take(sample: Sample): MoveState {
    const { right, down } = sample.difference;
    if (Math.hypot(right, down) >= TURNED) {
      this.#isSpoilt = true;
      return 'otherMove';
    }
    const { shut } = sample;
    if (shut >= SHUT) {
      this.#firstShut ??= sample;
      this.#lastShut = sample;
      this.#isSpoilt ||= !this.#isStill(sample);
      return 'underWay';
    }
    if (shut > OPEN_AGAIN) return this.#firstShut ? 'underWay' : 'waiting';
    const blink = this.#blink;
    // Whoever comes nearer is still from frame to frame, and not over the whole blink.
    if (blink && !(isSteady(blink.before, sample) && isSteady(blink.after, sample))) this.#blink = null;
    else if (blink && sample.atMs - blink.after.atMs >= GOES_ON_MS) return 'done';
    if (this.#lastOpen && this.#isBlink(sample)) this.#blink ??= { before: this.#lastOpen, after: sample };
    this.#lastOpen = sample;
    this.#firstShut = null;
    this.#lastShut = null;
    this.#isSpoilt = false;
    return this.#blink ? 'underWay' : 'waiting';
  }

  #isStill(sample: Sample): boolean {
    if (!this.#lastOpen) return false;
    const { difference, skin } = this.#lastOpen;
    return (
      isSteady(this.#lastOpen, sample) &&
      changeOf(skin, sample.skin) <= STILL.skin &&
      Math.abs(sample.difference.shear - difference.shear) <= STILL.shear
    );
  }

  #isBlink(after: Sample): boolean {
    const [before, first, last] = [this.#lastOpen, this.#firstShut, this.#lastShut];
    if (!before || !first || !last || this.#isSpoilt) return false;
    return after.atMs - before.atMs >= LEAST_MS && last.atMs - first.atMs <= MOST_SHUT_MS;
  }
}

/** Neither turned nor larger, and still a face. */
const isSteady = ({ difference: before }: Sample, { difference }: Sample): boolean =>
  Math.hypot(difference.right - before.right, difference.down - before.down) <= STILL.turn &&
  difference.leftOver <= STILL.leftOver &&
  Math.abs(Math.log(difference.growth / before.growth)) <= STILL.growth;
