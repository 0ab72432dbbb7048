import type { ChallengeAction } from '../../src/shared/challenge.ts';
import { acting } from '../simulation-actions/scripts.ts';
import { within, type Random } from './chance.ts';
import { apply, minus, plus, rotationOf, type Pose, type Rotation, type Vector } from './geometry.ts';
import type { Kind } from './kinds.ts';

/** On top of how a thing is held, degrees. `yawDeg` positive: the nose to the picture's right; `bowDeg` positive: chin down. */
export interface Turn {
  readonly yawDeg: number;
  readonly bowDeg: number;
}

export const noTurn: Turn = { yawDeg: 0, bowDeg: 0 };

/** From the question until the move begins, ms. How it is made: `acting`. Fixed before anything was scored. */
const REACTION_MS = [600, 1_400] as const;

/** A head turns about a point so far behind the face and bows about the top of the neck, mm; a sheet or a phone turns about its middle. */
const HEAD_PIVOTS = { turn: [0, 0, 85], bow: [0, 95, 85] } as const;
const HAND_PIVOTS = { turn: [0, 0, 0], bow: [0, 0, 0] } as const;

const smooth = (share: number): number => {
  const s = Math.min(1, Math.max(0, share));
  return s * s * (3 - 2 * s);
};

/** The very move that was asked for at `askedAtMs`, made once, out and back. A blink is nothing that turns. */
export function answerTo(action: ChallengeAction, askedAtMs: number, random: Random): (atMs: number) => Turn {
  const begin = askedAtMs + within(REACTION_MS, random);
  const far = begin + within(acting.outMs, random);
  const leave = far + within(acting.stayMs, random);
  const back = within(acting.backMs, random);
  const [turn, bow, aside] = [within(acting.turnDeg, random), within(acting.bowDeg, random), within(acting.aside, random)];
  const whole = {
    turnLeft: { yawDeg: turn, bowDeg: aside * turn },
    turnRight: { yawDeg: -turn, bowDeg: aside * turn },
    nod: { yawDeg: aside * bow, bowDeg: bow },
    blink: noTurn,
    comeCloser: noTurn,
  }[action];
  return (atMs) => {
    const share = atMs < leave ? smooth((atMs - begin) / (far - begin)) : 1 - smooth((atMs - leave) / back);
    return { yawDeg: share * whole.yawDeg, bowDeg: share * whole.bowDeg };
  };
}

/** Where a thing is that makes the move `turn` about its own pivots while it is held as `pose`. A mask turns with its wearer's head. */
export function moveOn(kind: Kind, pose: Pose, { yawDeg, bowDeg }: Turn): Pose {
  const isHead = kind === 'live' || kind === 'plainLive' || kind === 'mask';
  const pivots = isHead ? HEAD_PIVOTS : HAND_PIVOTS;
  // The world's y points down and z away: there a positive turn about y takes the nose to the left.
  const [turn, bow] = [rotationOf(-yawDeg, 0, 0), rotationOf(0, bowDeg, 0)];
  const about = (rotation: Rotation, pivot: Vector, point: Vector): Vector => plus(apply(rotation, minus(point, pivot)), pivot);
  const middle = about(bow, pivots.bow, about(turn, pivots.turn, [0, 0, 0]));
  const axis = (unit: Vector): Vector => apply(pose.rotation, apply(bow, apply(turn, unit)));
  const [x, y, z] = [axis([1, 0, 0]), axis([0, 1, 0]), axis([0, 0, 1])];
  return {
    rotation: [x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]],
    position: plus(apply(pose.rotation, middle), pose.position),
  };
}
