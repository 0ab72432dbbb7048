import { TURNED, type Move, type MoveState } from './move.ts';
import type { Difference } from './reference.ts';
import type { Sample } from './sample.ts';

/** A turn of the head out of the neutral pose and back. */
export interface TurnRule {
  /** How far the head is turned the way that was asked for, and how far the nose moved over the cheeks with it. */
  readonly asked: (difference: Difference) => { readonly turn: number; readonly nose: number };
  /** How far it is turned about the other axis. */
  readonly aside: (difference: Difference) => number;
  /** Turn (sine) and movement of the nose (half face widths) at the far point. */
  readonly far: { readonly turn: number; readonly nose: number };
  /** Turned the other way by this (sine), it is another move. */
  readonly wrongWay: number;
}

/** Sheets that were tilted by 45° and bent by hand reached 0.16 and 0.03; a head shows 0.25 to 0.5 and 0.1 at 25°. */
const FAR_ACROSS = { turn: 0.22, nose: 0.055 };
/** Sheets: 0.09 and 0.04, not at once; a head bowed by 15° to 25°, 0.13 to 0.4 and 0.03 to 0.2. */
const FAR_DOWN = { turn: 0.125, nose: 0.03 };

/** A terminal that looks so seldom may miss a quick head on its way, ms. */
const SELDOM_MS = 200;
/** Whoever turns the wrong way by this (sine) makes another move; a little of it many do before they turn. */
const WRONG_WAY = 1.5 * TURNED;

/**
 * Left and right are the worker's own. In the camera's unmirrored picture his left is at the right: turning left moves his nose to the
 * picture's right, which is also the sign of `yawDeg`. Checked on webcam sequences.
 */
export const turnRules = {
  turnLeft: {
    asked: ({ right, noseRight }) => ({ turn: right, nose: noseRight }),
    aside: ({ down }) => down,
    far: FAR_ACROSS,
    wrongWay: WRONG_WAY,
  },
  turnRight: {
    asked: ({ right, noseRight }) => ({ turn: -right, nose: -noseRight }),
    aside: ({ down }) => down,
    far: FAR_ACROSS,
    wrongWay: WRONG_WAY,
  },
  nod: {
    asked: ({ down, noseDown }) => ({ turn: down, nose: noseDown }),
    aside: ({ right }) => right,
    far: FAR_DOWN,
    wrongWay: WRONG_WAY,
  },
} as const satisfies Readonly<Record<string, TurnRule>>;

/** The way back is made when less than this share of the far point is left. */
const BACK_SHARE = 0.4;
/**
 * Somewhere between these shares of the far point the head must have been seen, on its way there or back: of two photographs that are exchanged,
 * one ahead and one turned, nothing is.
 */
const ON_THE_WAY = { from: 0.2, to: 0.8 };
/** @see TurnRule */
export class TurnMove implements Move {
  readonly #rule: TurnRule;
  /** Of every sample of this move. */
  #turns: number[] = [];
  #farthest = 0;
  /** Was the far point reached so long after the frame before that nothing can have been seen between? */
  #isSudden = false;

  constructor(rule: TurnRule) {
    this.#rule = rule;
  }

  take({ difference }: Sample, sinceMs: number): MoveState {
    const { turn, nose } = this.#rule.asked(difference);
    const aside = Math.abs(this.#rule.aside(difference));
    if (this.#farthest > 0 && turn <= BACK_SHARE * this.#farthest) {
      // Whoever swings back past ahead has made the move all the same; who is turned aside is not back yet.
      return aside >= TURNED ? 'underWay' : this.#back(turn, sinceMs);
    }
    if (turn <= -this.#rule.wrongWay || (aside >= TURNED && aside > turn)) return 'otherMove';
    this.#turns.push(turn);
    const { far } = this.#rule;
    if (turn >= far.turn && nose >= far.nose) {
      if (this.#farthest === 0) this.#isSudden = sinceMs >= SELDOM_MS;
      this.#farthest = Math.max(this.#farthest, turn);
    }
    return this.#farthest > 0 ? 'underWay' : 'waiting';
  }

  #back(turn: number, sinceMs: number): MoveState {
    const [from, to] = [ON_THE_WAY.from * this.#farthest, ON_THE_WAY.to * this.#farthest];
    const isSeldomSeen = this.#isSudden && sinceMs >= SELDOM_MS;
    if (isSeldomSeen || [...this.#turns, turn].some((one) => one >= from && one <= to)) return 'done';
    this.#turns = [];
    this.#farthest = 0;
    return 'waiting';
  }
}
