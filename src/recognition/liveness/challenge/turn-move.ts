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
}

/** Sheets that were tilted by 45° and bent by hand reached 0.16 and 0.03; a head shows 0.25 to 0.5 and 0.1 at 25°. */
const FAR_ACROSS = { turn: 0.22, nose: 0.055 };
/** Sheets: 0.09 and 0.04, not at once; a head bowed by 15° to 25°, 0.13 to 0.4 and 0.03 to 0.2. */
const FAR_DOWN = { turn: 0.125, nose: 0.03 };

/**
 * Left and right are the worker's own. In the camera's unmirrored picture his left is at the right: turning left moves his nose to the
 * picture's right, which is also the sign of `yawDeg`. Checked on webcam sequences.
 */
export const turnRules = {
  turnLeft: {
    asked: ({ right, noseRight }) => ({ turn: right, nose: noseRight }),
    aside: ({ down }) => down,
    far: FAR_ACROSS,
  },
  turnRight: {
    asked: ({ right, noseRight }) => ({ turn: -right, nose: -noseRight }),
    aside: ({ down }) => down,
    far: FAR_ACROSS,
  },
  nod: {
    asked: ({ down, noseDown }) => ({ turn: down, nose: noseDown }),
    aside: ({ right }) => right,
    far: FAR_DOWN,
  },
} as const satisfies Readonly<Record<string, TurnRule>>;

/** The way back is made when less than this share of the far point is left. */
const BACK_SHARE = 0.4;

/** @see TurnRule */
export class TurnMove implements Move {
  readonly #rule: TurnRule;
  #farthest = 0;

  constructor(rule: TurnRule) {
    this.#rule = rule;
  }

  take({ difference }: Sample): MoveState {
    const { turn, nose } = this.#rule.asked(difference);
    const aside = Math.abs(this.#rule.aside(difference));
    if (turn <= -TURNED || (aside >= TURNED && aside > turn)) return 'otherMove';
    const { far } = this.#rule;
    if (turn >= far.turn && nose >= far.nose) this.#farthest = Math.max(this.#farthest, turn);
    if (this.#farthest === 0) return 'waiting';
    return turn <= BACK_SHARE * this.#farthest ? 'done' : 'underWay';
  }
}
