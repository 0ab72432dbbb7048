import { randomInt } from 'node:crypto';
import type { ChallengeAction, ChallengeStep } from '../../../shared/challenge.ts';
import { looksAhead } from '../../likeness.ts';
import { BlinkMove } from './blink-move.ts';
import { ComeCloserMove } from './come-closer-move.ts';
import { drawProvingAction, type DrawNext, type ProvingAction, type RandomBelow } from './draw-action.ts';
import { TURNED, type Move } from './move.ts';
import { NeutralWatch, type NeutralPose } from './neutral-watch.ts';
import type { Difference } from './reference.ts';
import { canSeeBlinks, sampleOf, type ChallengeFrame, type OpenEyes } from './sample.ts';
import { turnRules, TurnMove } from './turn-move.ts';

export type { ChallengeFrame } from './sample.ts';

/** Time to look ahead and hold still before a move, ms. */
export const HOLD_MS = 5_000;
/** Time for one move, from when it is named, ms. */
export const MOVE_MS = 5_000;

/** Why a challenge stands where it stands; stable codes. */
export type ChallengeReason =
  | 'challenge.notAhead' // the face does not look ahead and hold still yet
  | 'challenge.noMove' // it is named, and nothing was seen of it yet
  | 'challenge.underWay'
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
   * What is asked for now. It changes, then show and say it: a move is named only to a face that looks ahead and holds still at that moment, since
   * it is measured against that pose; coming closer is followed by a second move, and whoever was not seen to make a move in its time is asked for
   * another one, once.
   */
  readonly step: ChallengeStep;
  /** The move that `step` is or leads to. */
  readonly action: ChallengeAction;
  /** Was another move drawn because the time of the first one passed without it? */
  readonly isAskedAnew: boolean;
  /** End of the time for `step`, on the clock of the start. */
  readonly untilMs: number;
  /** Takes the next frame. Once passed or failed it stays so. */
  take(frame: ChallengeFrame): ChallengeAnswer;
  /** A frame came of which nothing can be made: only its time counts. */
  pass(atMs: number): ChallengeAnswer;
  /** A frame came without any face: what was seen of the move so far may have been somebody else's, or a picture's. */
  lose(atMs: number): ChallengeAnswer;
}

/** Nobody reads and answers faster, ms: what is seen before then, a blink above all, was on its way already. */
const REACTION_MS = 250;

/** So many frames in a row that look like somebody else are somebody else; one may be a flaw, but the move begins anew after it. */
const ODD_FRAMES = 2;

/**
 * Once in a question a single frame that shows another move counts for nothing, if the frame before it is nearer than this, ms: a mesh that goes astray
 * looks like that. Borne with oftener, or for longer, a film of all moves in a row would hold the right answer to every question.
 */
const STRAY_MS = 200;

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

export interface ChallengeStart {
  readonly action: ChallengeAction;
  /** The one more move for who was not seen to make the first has been drawn already, in a question that he left. Default: no. */
  readonly isAskedAnew?: boolean;
  /** ms, the clock of the frames. */
  readonly atMs: number;
  /** Has watched the person up to now: who stands still already is told the move at once. */
  readonly watch?: NeutralWatch;
  /** Draws the move that follows another one; by default the system's. */
  readonly random?: RandomBelow;
  /** The same where what is drawn is known; goes before `random`. */
  readonly next?: DrawNext;
}

/** Asks for one move, and what it takes besides. A move counts from when it is named. */
export function createChallenge(start: ChallengeStart): Challenge {
  return new RunningChallenge(start);
}

class RunningChallenge implements Challenge {
  readonly #next: DrawNext;
  readonly #watch: NeutralWatch;
  #action: ChallengeAction;
  /** Of the step: of holding still, or of the move. */
  #startedAtMs: number;
  #pose: NeutralPose | null = null;
  #move: Move;
  /** Was the move seen? It counts from the next frame on that looks ahead, which must be as like the person as only he himself is. */
  #isMade = false;
  #lastAtMs: number;
  /** Of the frame before, of whatever kind. */
  #frameAtMs: number;
  #last: ChallengeAnswer = waiting('challenge.notAhead');
  #end: ChallengeAnswer | null = null;
  #isAskedAnew: boolean;
  #oddFrames = 0;
  #hasStrayed = false;

  constructor(start: ChallengeStart) {
    const { action, isAskedAnew = false, atMs, watch = new NeutralWatch() } = start;
    const random: RandomBelow = start.random ?? ((below) => randomInt(below));
    const next: DrawNext = start.next ?? ((without) => drawProvingAction(random, without));
    this.#action = action;
    this.#isAskedAnew = isAskedAnew;
    this.#startedAtMs = atMs;
    this.#lastAtMs = atMs;
    this.#frameAtMs = atMs;
    this.#watch = watch;
    this.#next = next;
    this.#move = moveFor(action);
    this.#name(atMs);
  }

  get step(): ChallengeStep {
    return this.#pose ? this.#action : 'holdStill';
  }

  get action(): ChallengeAction {
    return this.#action;
  }

  get isAskedAnew(): boolean {
    return this.#isAskedAnew;
  }

  get untilMs(): number {
    return this.#startedAtMs + (this.#pose ? MOVE_MS : HOLD_MS);
  }

  take(frame: ChallengeFrame): ChallengeAnswer {
    if (this.#end) return this.#end;
    if (frame.atMs <= this.#startedAtMs) return this.#last;
    const answer = this.#ended(this.#judge(frame));
    this.#frameAtMs = frame.atMs;
    return answer;
  }

  pass(atMs: number): ChallengeAnswer {
    if (this.#end) return this.#end;
    this.#frameAtMs = atMs;
    return atMs > this.untilMs ? this.#ended(this.#lapse(atMs)) : this.#last;
  }

  lose(atMs: number): ChallengeAnswer {
    if (!this.#end) this.#beginAnew();
    return this.pass(atMs);
  }

  #ended(answer: ChallengeAnswer): ChallengeAnswer {
    if (answer.state !== 'waiting') this.#end = answer;
    return answer;
  }

  /** Some blinks and approaches are not seen; a turn or a nod hardly ever is not. So whoever did nothing else meanwhile gets one more question. */
  #lapse(atMs: number): ChallengeAnswer {
    if (!this.#pose && !this.#isAskedAnew) return failed('challenge.notAhead');
    if (this.#isAskedAnew || this.#last.reason === 'challenge.underWay') return failed('challenge.tooLate');
    this.#isAskedAnew = true;
    return this.#ask(atMs, this.#action === 'comeCloser' ? ['blink'] : ['blink', this.#action]);
  }

  #judge(frame: ChallengeFrame): ChallengeAnswer {
    if (this.#pose && frame.atMs - this.#lastAtMs > GAP_MS) return failed('challenge.lostSight');
    const difference = this.#pose?.reference.compare(frame.mesh) ?? null;
    if (!frame.isSamePerson) return this.#unlike(frame, difference);
    this.#oddFrames = 0;
    this.#watch.take(frame);
    if (frame.atMs > this.untilMs) return this.#lapse(frame.atMs);
    this.#lastAtMs = frame.atMs;
    if (!this.#pose) this.#name(frame.atMs);
    else if (difference) this.#last = this.#follow(frame, difference, this.#pose.eyes);
    return this.#last;
  }

  #unlike(frame: ChallengeFrame, difference: Difference | null): ChallengeAnswer {
    const isTurnedHead = !looksAhead(frame) || (difference !== null && isTurned(difference));
    if (!isTurnedHead) return this.#odd();
    if (frame.atMs > this.untilMs) return this.#lapse(frame.atMs);
    // A turned head may look like nobody: such a frame proves neither another person nor the move, nor that somebody holds still.
    this.#watch.forget();
    return this.#last;
  }

  #odd(): ChallengeAnswer {
    this.#oddFrames += 1;
    if (this.#oddFrames >= ODD_FRAMES) return failed('challenge.otherPerson');
    this.#beginAnew();
    return this.#last;
  }

  /** The move, or holding still before it, begins anew; its time does not. */
  #beginAnew(): void {
    this.#watch.forget();
    this.#isMade = false;
    // An exchange shows in the size of the face, which the move goes on comparing.
    if (this.#action === 'comeCloser') return;
    this.#move = moveFor(this.#action);
    if (this.#pose) this.#last = waiting('challenge.noMove');
  }

  /** Names the move to a face that holds still. */
  #name(atMs: number): void {
    const pose = this.#watch.pose(atMs);
    if (!pose) return;
    const isBlinkInVain = this.#action === 'blink' && !canSeeBlinks(pose.eyes);
    if (isBlinkInVain) this.#choose(this.#next(['blink']));
    if (this.#action === 'blink' && !pose.isOpenEyed) return;
    this.#pose = pose;
    this.#startedAtMs = atMs;
    this.#last = waiting('challenge.noMove');
  }

  #choose(action: ChallengeAction): void {
    this.#action = action;
    this.#move = moveFor(action);
    this.#isMade = false;
  }

  #follow(frame: ChallengeFrame, difference: Difference, eyes: OpenEyes): ChallengeAnswer {
    if (frame.atMs - this.#startedAtMs < REACTION_MS) return waiting('challenge.noMove');
    const sinceMs = frame.atMs - this.#frameAtMs;
    const state = this.#isMade ? 'done' : this.#move.take(sampleOf(frame, difference, eyes), sinceMs);
    switch (state) {
      case 'waiting':
        return waiting('challenge.noMove');
      case 'underWay':
        return waiting('challenge.underWay');
      case 'otherMove':
        return this.#astray(sinceMs);
      case 'done':
        this.#isMade = true;
        return looksAhead(frame) ? this.#finish(frame.atMs) : waiting('challenge.underWay');
    }
  }

  #astray(sinceMs: number): ChallengeAnswer {
    // A face that grows at once was exchanged.
    const isBorne = !this.#hasStrayed && sinceMs < STRAY_MS && this.#action !== 'comeCloser';
    this.#hasStrayed = true;
    return isBorne ? this.#last : failed('challenge.otherMove');
  }

  #finish(atMs: number): ChallengeAnswer {
    return this.#action === 'comeCloser' ? this.#ask(atMs, []) : { state: 'passed', reason: 'challenge.done' };
  }

  /** Begins anew with another move, with a pose and time of its own. */
  #ask(atMs: number, without: readonly ProvingAction[]): ChallengeAnswer {
    this.#choose(this.#next(without));
    this.#startedAtMs = atMs;
    this.#pose = null;
    this.#last = waiting('challenge.notAhead');
    this.#name(atMs);
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
