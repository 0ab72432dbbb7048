import { randomInt } from 'node:crypto';
import { decodeMesh } from '../../shared/vision/liveness/mesh.ts';
import { passiveVotes } from './cast-votes.ts';
import { createChallenge, type Challenge, type ChallengeAnswer } from './challenge/challenge.ts';
import { drawAction, type RandomBelow } from './challenge/draw-action.ts';
import type { ChallengeAction } from '../../shared/challenge.ts';
import type { Liveness, LivenessFrame, LivenessOptions, LivenessVerdict, Undecided } from './liveness.ts';
import { PairWatch, type CameraTroubles } from './pair-watch.ts';
import { fusion } from './parameters.ts';
import { withFrame, type History } from './sample.ts';

interface Attempt {
  readonly attempt: number;
  readonly history: History;
  readonly challenge: Challenge | null;
  readonly answer: ChallengeAnswer;
}

/** Which move is asked for. */
export type DrawAction = (random: RandomBelow) => ChallengeAction;

const unanswered: ChallengeAnswer = { state: 'waiting', reason: 'challenge.notAhead' };

/** Active: a person who would be admitted is asked for one random move, see `Challenge`; one challenge per attempt. */
export class ChallengeLiveness implements Liveness {
  readonly mode = 'challenge';
  readonly isAvailable = true;
  readonly #watch: PairWatch;
  #attempt: Attempt | null = null;
  #unmeasuredSinceMs: number | null = null;

  readonly #draw: DrawAction;

  /** `draw`: the move that is asked for. */
  constructor(options: Omit<LivenessOptions, 'asksWhenUnsure'>, draw: DrawAction = drawAction) {
    this.#draw = draw;
    // Whatever an infrared camera may see besides is not judged in this mode.
    this.#watch = new PairWatch({ ...options, hasInfrared: false });
  }

  get troubles(): CameraTroubles {
    return this.#watch.troubles;
  }

  watch({ observation: { evidence }, atMs, track }: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void {
    if (evidence !== null) this.#watch.take(evidence, track, atMs);
  }

  judge(frame: LivenessFrame): LivenessVerdict {
    const before = this.#attempt?.attempt === frame.attempt ? this.#attempt : null;
    const attempt = taken(
      before ?? { attempt: frame.attempt, history: [], challenge: null, answer: unanswered },
      frame,
      this.#draw,
    );
    this.#attempt = attempt;
    const votes = passiveVotes(attempt.history);
    const why = this.#brokenBy(frame);
    if (why !== null) return { kind: 'unavailable', why };
    const { challenge, answer } = attempt;
    const refused: Undecided = { kind: 'undecided', hint: 'lookHere', isOver: true, why: answer.reason, votes };
    if (challenge === null) return { ...refused, isOver: false, why: null };
    if (answer.state === 'failed') return refused;
    if (answer.state === 'waiting') return { kind: 'challenge', action: challenge.action, untilMs: challenge.untilMs };
    const total = votes.reduce((sum, { score }) => sum + score, 0);
    return total > fusion.challengeVeto ? { kind: 'live', votes } : { ...refused, why: null };
  }

  #brokenBy({ observation: { evidence }, atMs }: LivenessFrame): string | null {
    if (this.troubles.visible !== null) return `cameraVisible.${this.troubles.visible}`;
    if (evidence !== null) this.#unmeasuredSinceMs = null;
    else this.#unmeasuredSinceMs ??= atMs;
    const isUnmeasured = this.#unmeasuredSinceMs !== null && atMs - this.#unmeasuredSinceMs >= fusion.unmeasuredMs;
    return isUnmeasured ? 'evidence.missing' : null;
  }
}

function taken(before: Attempt, frame: LivenessFrame, draw: DrawAction): Attempt {
  const { observation, atMs, isGoodView, isSamePerson, isWanted } = frame;
  const history = isGoodView && isSamePerson ? withFrame(before.history, observation, atMs) : before.history;
  if (before.answer.state !== 'waiting') return { ...before, history };
  const { challenge } = before;
  if (challenge === null) {
    return {
      ...before,
      history,
      challenge: isWanted
        ? createChallenge(
            draw((below) => randomInt(below)),
            atMs,
          )
        : null,
    };
  }
  return { ...before, history, answer: answerOf(challenge, frame) };
}

function answerOf(challenge: Challenge, frame: LivenessFrame): ChallengeAnswer {
  const { observation, atMs, isGoodView, isSamePerson } = frame;
  const { face, evidence } = observation;
  // A turned head may not look like anybody: it is no proof of another person, and no part of the answer either.
  if (face === null || evidence === null || (!isSamePerson && !isGoodView)) return challenge.pass(atMs);
  const { yawDeg, pitchDeg, box } = face.measures;
  const mesh = decodeMesh(evidence.mesh);
  return challenge.take({ atMs, mesh, yawDeg, pitchDeg, widthPx: box.width, crop: face.crop, isSamePerson });
}
