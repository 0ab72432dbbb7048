import { randomInt } from 'node:crypto';
import { decodeMesh } from '../../shared/vision/liveness/mesh.ts';
import { passiveVotes } from './cast-votes.ts';
import { KeptDraws } from './challenge/kept-draws.ts';
import { createChallenge, type Challenge, type ChallengeAnswer, type ChallengeFrame } from './challenge/challenge.ts';
import { drawAction, type DrawNext, type RandomBelow } from './challenge/draw-action.ts';
import { NeutralWatch } from './challenge/neutral-watch.ts';
import type { ChallengeAction } from '../../shared/challenge.ts';
import type { Liveness, LivenessFrame, LivenessOptions, LivenessVerdict, Undecided } from './liveness.ts';
import { PairWatch, type CameraTroubles } from './pair-watch.ts';
import { isOnlyCrowded } from '../quality.ts';
import { fusion } from './parameters.ts';
import { withFrame, type History } from './sample.ts';

interface Attempt {
  readonly attempt: number;
  readonly history: History;
  /** Has seen the person from before the question on. */
  readonly neutral: NeutralWatch;
  readonly challenge: Challenge | null;
  readonly answer: ChallengeAnswer;
}

/** Which move is asked for. */
export type DrawAction = (random: RandomBelow) => ChallengeAction;

/** Where the moves come from; chance unless told. */
export interface Draws {
  readonly first?: DrawAction;
  readonly next?: DrawNext;
}

const unanswered: ChallengeAnswer = { state: 'waiting', reason: 'challenge.notAhead' };

/** Active: a person who would be admitted is asked for one random move, see `Challenge`; one challenge per attempt. */
export class ChallengeLiveness implements Liveness {
  readonly mode = 'challenge';
  readonly isAvailable = true;
  readonly #watch: PairWatch;
  readonly #draws: KeptDraws;
  readonly #next: DrawNext | undefined;
  #attempt: Attempt | null = null;
  #unmeasuredSinceMs: number | null = null;

  constructor(options: Omit<LivenessOptions, 'asksWhenUnsure'>, { first = drawAction, next }: Draws = {}) {
    this.#draws = new KeptDraws(() => first((below) => randomInt(below)));
    this.#next = next;
    // Whatever an infrared camera may see besides is not judged in this mode.
    this.#watch = new PairWatch({ ...options, hasInfrared: false });
  }

  get troubles(): CameraTroubles {
    return this.#watch.troubles;
  }

  watch({ observation: { evidence, scenes }, atMs, track }: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void {
    if (evidence !== null) this.#watch.take(evidence, track, atMs);
    else if (scenes) this.#watch.rest(scenes, atMs);
  }

  lose(atMs: number): void {
    if (this.#attempt) this.#attempt = withoutFace(this.#attempt, atMs);
  }

  /** Goes along with somebody who is asked for nothing yet, so that the move can be named as soon as he is. */
  accompany(frame: LivenessFrame): void {
    this.#follow({ ...frame, wanted: null });
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    const { history, challenge, answer } = this.#follow(frame);
    const votes = passiveVotes(history);
    const why = this.#brokenBy(frame);
    if (why !== null) return { kind: 'unavailable', why };
    const refused: Undecided = {
      kind: 'undecided',
      hint: answer.reason === 'challenge.notAhead' ? 'lookHere' : null,
      isOver: true,
      why: answer.reason,
      votes,
    };
    if (challenge === null) return { ...refused, isOver: false, why: null };
    if (answer.state === 'failed') return refused;
    if (answer.state === 'waiting') {
      const { step, action, untilMs } = challenge;
      return { kind: 'challenge', step, action, untilMs };
    }
    const total = votes.reduce((sum, { score }) => sum + score, 0);
    return total > fusion.challengeVeto ? { kind: 'live', votes } : { ...refused, why: null };
  }

  #follow(frame: LivenessFrame): Attempt {
    const { attempt } = frame;
    const before = this.#attempt?.attempt === attempt ? this.#attempt : null;
    const begun = { attempt, history: [], neutral: new NeutralWatch(), challenge: null, answer: unanswered };
    this.#attempt = taken(before ?? begun, frame, { kept: this.#draws, next: this.#next });
    const { challenge, answer } = this.#attempt;
    if (frame.wanted !== null && challenge) this.#draws.follow(frame.wanted, challenge);
    if (frame.wanted !== null && answer.state !== 'waiting') this.#draws.forget(frame.wanted);
    return this.#attempt;
  }

  #brokenBy({ observation: { evidence }, atMs }: LivenessFrame): string | null {
    if (this.troubles.visible !== null) return `cameraVisible.${this.troubles.visible}`;
    if (evidence !== null) this.#unmeasuredSinceMs = null;
    else this.#unmeasuredSinceMs ??= atMs;
    const isUnmeasured = this.#unmeasuredSinceMs !== null && atMs - this.#unmeasuredSinceMs >= fusion.unmeasuredMs;
    return isUnmeasured ? 'evidence.missing' : null;
  }
}

interface Drawing {
  readonly kept: KeptDraws;
  readonly next: DrawNext | undefined;
}

function taken(before: Attempt, frame: LivenessFrame, { kept, next }: Drawing): Attempt {
  const { observation, atMs, isGoodView, isSamePerson, wanted } = frame;
  const history = isGoodView && isSamePerson ? withFrame(before.history, observation, atMs) : before.history;
  if (before.answer.state !== 'waiting') return { ...before, history };
  const { challenge: asked, neutral } = before;
  if (asked) return { ...before, history, answer: answerOf(asked, frame) };
  const seen = challengeFrameOf(frame);
  if (isSamePerson && seen) neutral.take(seen);
  else if (!isSamePerson) neutral.forget();
  if (wanted === null) return { ...before, history };
  const { action, isAskedAnew } = kept.for(wanted, atMs);
  const challenge = createChallenge({ action, isAskedAnew, atMs, watch: neutral, ...(next ? { next } : {}) });
  return { ...before, history, challenge };
}

function withoutFace(before: Attempt, atMs: number): Attempt {
  const { neutral, challenge, answer } = before;
  if (!challenge) neutral.forget();
  return challenge && answer.state === 'waiting' ? { ...before, answer: challenge.lose(atMs) } : before;
}

function answerOf(challenge: Challenge, frame: LivenessFrame): ChallengeAnswer {
  const { observation, isSamePerson, isGoodView } = frame;
  const seen = challengeFrameOf(frame);
  // Whoever stands beside takes nothing from what is seen of this face: another one between two views of a print counts as it would alone.
  const isClear = isGoodView || (observation.face !== null && isOnlyCrowded(observation.face, observation));
  // A turned head may not look like anybody: it is no proof of another person, and no part of the answer either.
  return seen === null || (!isSamePerson && !isClear) ? challenge.pass(frame.atMs) : challenge.take(seen);
}

function challengeFrameOf({ observation: { face, evidence }, atMs, isSamePerson }: LivenessFrame): ChallengeFrame | null {
  if (face === null || evidence === null) return null;
  const { yawDeg, pitchDeg, box } = face.measures;
  return { atMs, mesh: decodeMesh(evidence.mesh), yawDeg, pitchDeg, widthPx: box.width, crop: face.crop, isSamePerson };
}
