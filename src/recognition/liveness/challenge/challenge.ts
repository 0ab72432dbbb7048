import { randomInt } from 'node:crypto';
import type { ChallengeAction } from '../../../shared/challenge.ts';
import { BlinkMove } from './blink-move.ts';
import { ComeCloserMove } from './come-closer-move.ts';
import { drawProvingAction, type ProvingAction, type RandomBelow } from './draw-action.ts';
import { TURNED, type Move } from './move.ts';
import { NeutralSearch, type NeutralPose } from './neutral.ts';
import type { Difference } from './reference.ts';
import { canSeeBlinks, sampleOf, type ChallengeFrame, type OpenEyes } from './sample.ts';
import { turnRules, TurnMove } from './turn-move.ts';

export type { ChallengeFrame } from './sample.ts';

/** Time for one move, from the question on, ms. */
export const MOVE_MS = 5_000;

/** Why a challenge stands where it stands; stable codes. */
export type ChallengeReason =
  | 'challenge.notAhead' // the face does not look ahead and hold still yet
  | 'challenge.noMove'
  | 'challenge.underWay'
  | 'challenge.nextMove' // another move is asked for now, see `Challenge.action`
  | 'challenge.done'
  | 'challenge.tooLate'
  | 'challenge.otherMove'
  | 'challenge.otherPerson'
  | 'challenge.lostSight'; // too long between two frames in the middle of a move

export interface ChallengeAnswer {
  readonly state: 'waiting' | 'passed' | 'failed';
  readonly reason: ChallengeReason;
}

/** One question to one person, until it is answered. */
export interface Challenge {
  /**
   * The move that is asked for now. It may change, then show and say it again: coming closer is followed by a second move, somebody whose eyes
   * cannot be seen is asked for another move than a blink, and so is, once, whoever was not seen to make a move in its time.
   */
  readonly action: ChallengeAction;
  /** End of the time for `action`, on the clock of the start. */
  readonly untilMs: number;
  /** Takes the next frame. Once passed or failed it stays so. */
  take(frame: ChallengeFrame): ChallengeAnswer;
  /** A frame came of which nothing can be made: only its time counts. */
  pass(atMs: number): ChallengeAnswer;
}

/** More than this between two frames of the person, ms: what happened meanwhile nobody saw. */
const GAP_MS = 1_000;

function moveFor(action: ChallengeAction): Move {
  switch (action) {
    case 'blink':
      return new BlinkMove();
    case 'comeCloser':
      return new ComeCloserMove();
    case 'turnLeft':
    case 'turnRight':
    case 'nod':
      return new TurnMove(turnRules[action]);
  }
}

/**
 * Asks for `action` from `startedAtMs` on (ms, the clock of the frames). Each move begins from a neutral pose seen after the
 * question. `random`: draws the move that follows coming closer; by default the system's.
 */
export function createChallenge(
  action: ChallengeAction,
  startedAtMs: number,
  random: RandomBelow = (below) => randomInt(below),
): Challenge {
  return new RunningChallenge(action, startedAtMs, random);
}

class RunningChallenge implements Challenge {
  readonly #random: RandomBelow;
  #action: ChallengeAction;
  #startedAtMs: number;
  #neutral = new NeutralSearch();
  #pose: NeutralPose | null = null;
  #move: Move;
  #lastAtMs: number;
  #last: ChallengeAnswer = waiting('challenge.notAhead');
  #end: ChallengeAnswer | null = null;
  #isAskedAnew = false;

  constructor(action: ChallengeAction, startedAtMs: number, random: RandomBelow) {
    this.#action = action;
    this.#startedAtMs = startedAtMs;
    this.#lastAtMs = startedAtMs;
    this.#random = random;
    this.#move = moveFor(action);
  }

  get action(): ChallengeAction {
    return this.#action;
  }

  get untilMs(): number {
    return this.#startedAtMs + MOVE_MS;
  }

  take(frame: ChallengeFrame): ChallengeAnswer {
    if (this.#end) return this.#end;
    if (frame.atMs <= this.#startedAtMs) return waiting('challenge.notAhead');
    return this.#ended(this.#judge(frame));
  }

  pass(atMs: number): ChallengeAnswer {
    if (this.#end) return this.#end;
    return atMs > this.untilMs ? this.#ended(this.#lapse(atMs)) : this.#last;
  }

  #ended(answer: ChallengeAnswer): ChallengeAnswer {
    if (answer.state !== 'waiting') this.#end = answer;
    return answer;
  }

  /** Some blinks and approaches are not seen; a turn or a nod hardly ever is not. So whoever did nothing else meanwhile gets one more question. */
  #lapse(atMs: number): ChallengeAnswer {
    if (this.#isAskedAnew || this.#last.reason === 'challenge.underWay') return failed('challenge.tooLate');
    this.#isAskedAnew = true;
    return this.#ask(atMs, this.#action === 'comeCloser' ? ['blink'] : ['blink', this.#action]);
  }

  #judge(frame: ChallengeFrame): ChallengeAnswer {
    if (this.#pose && frame.atMs - this.#lastAtMs > GAP_MS) return failed('challenge.lostSight');
    const difference = this.#pose?.reference.compare(frame.mesh) ?? null;
    // A turned head may look like nobody: such a frame proves neither another person nor the move.
    if (!frame.isSamePerson) return difference && isTurned(difference) ? this.#last : failed('challenge.otherPerson');
    if (frame.atMs > this.untilMs) return this.#lapse(frame.atMs);
    this.#lastAtMs = frame.atMs;
    if (!this.#pose) return this.#findNeutral(frame);
    if (difference) this.#last = this.#step(frame, difference, this.#pose.eyes);
    return this.#last;
  }

  #findNeutral(frame: ChallengeFrame): ChallengeAnswer {
    this.#pose = this.#neutral.take(frame);
    if (this.#pose && this.#action === 'blink' && !canSeeBlinks(this.#pose.eyes)) return this.#ask(frame.atMs, ['blink']);
    this.#last = waiting(this.#pose ? 'challenge.noMove' : 'challenge.notAhead');
    return this.#last;
  }

  #step(frame: ChallengeFrame, difference: Difference, eyes: OpenEyes): ChallengeAnswer {
    switch (this.#move.take(sampleOf(frame, difference, eyes))) {
      case 'waiting':
        return waiting('challenge.noMove');
      case 'underWay':
        return waiting('challenge.underWay');
      case 'otherMove':
        return failed('challenge.otherMove');
      case 'done':
        return this.#finish(frame.atMs);
    }
  }

  #finish(atMs: number): ChallengeAnswer {
    return this.#action === 'comeCloser' ? this.#ask(atMs, []) : { state: 'passed', reason: 'challenge.done' };
  }

  /** Begins anew with another move, with time of its own. */
  #ask(atMs: number, without: readonly ProvingAction[]): ChallengeAnswer {
    this.#action = drawProvingAction(this.#random, without);
    this.#startedAtMs = atMs;
    this.#neutral = new NeutralSearch();
    this.#pose = null;
    this.#move = moveFor(this.#action);
    this.#last = waiting('challenge.nextMove');
    return this.#last;
  }
}

const TURNED_SHEAR = 1.1;
const isTurned = ({ right, down, shear }: Difference): boolean => Math.hypot(right, down) >= TURNED / 2 || shear >= TURNED_SHEAR;

function waiting(reason: ChallengeReason): ChallengeAnswer {
  return { state: 'waiting', reason };
}
function failed(reason: ChallengeReason): ChallengeAnswer {
  return { state: 'failed', reason };
}
