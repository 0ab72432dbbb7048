import { likenessOf } from '../../src/recognition/likeness.ts';
import { createChallenge, type ChallengeAnswer } from '../../src/recognition/liveness/challenge/challenge.ts';
import { challengeActions, type ChallengeAction } from '../../src/shared/challenge.ts';
import { provingActions } from '../../src/recognition/liveness/challenge/draw-action.ts';
import { NeutralWatch } from '../../src/recognition/liveness/challenge/neutral-watch.ts';
import type { SeenFace } from './seeing.ts';

/** One frame as a challenge is told of it, but for the person. */
export interface Frame extends Pick<SeenFace, 'mesh' | 'yawDeg' | 'pitchDeg' | 'widthPx' | 'embedding' | 'isGoodView'> {
  readonly atMs: number;
  readonly crop: Uint8Array;
}

export function frameOf({ mesh, yawDeg, pitchDeg, widthPx, embedding, isGoodView, face }: SeenFace, atMs: number): Frame {
  return { mesh, yawDeg, pitchDeg, widthPx, embedding, isGoodView, crop: face.crop, atMs };
}

/** The frame at another time. */
export const at = (frame: Frame, atMs: number): Frame => ({ ...frame, atMs });

/** As in a gallery of some thousands. */
const limits = { threshold: 0.6 };

/** The frames with what the terminal would say of each: is it `person`? */
function compared(frames: readonly Frame[], person: Float32Array) {
  let newest = person;
  return frames.map((frame) => {
    const isSamePerson = likenessOf({ mean: person, newest }, frame.embedding, frame, limits) === 'same';
    if (isSamePerson) newest = frame.embedding;
    return { ...frame, isSamePerson };
  });
}

export interface Question {
  readonly action: ChallengeAction;
  readonly startedAtMs: number;
  /** What follows coming closer. */
  readonly next?: ChallengeAction;
  /** Who was asked. */
  readonly person: Float32Array;
}

export interface Outcome extends ChallengeAnswer {
  /** The move that was asked for last. */
  readonly asked: ChallengeAction;
  /** When a move was named first; null if none was. */
  readonly namedAtMs: number | null;
  readonly atMs: number;
}

/** What becomes of a question that is put among these frames; of those before it only holding still counts. */
export function answerTo(question: Question, frames: readonly Frame[]): Outcome {
  const next = challengeActions.filter((action) => action !== 'comeCloser').findIndex((action) => action === question.next);
  // Somebody whose eyes cannot be seen is asked for a move out of fewer.
  const seen = compared(frames, question.person);
  const watch = new NeutralWatch();
  for (const frame of seen) if (frame.atMs <= question.startedAtMs && frame.isSamePerson) watch.take(frame);
  const challenge = createChallenge({
    ...{ action: question.action, atMs: question.startedAtMs, watch },
    // Whoever is late is asked for something else than a blink: the first of them are left out then.
    random: (below) => Math.min(below - 1, Math.max(0, next - (provingActions.length - below))),
  });
  let answer: ChallengeAnswer = { state: 'waiting', reason: 'challenge.notAhead' };
  let atMs = question.startedAtMs;
  let asked = question.action;
  let namedAtMs = challenge.step === 'holdStill' ? null : question.startedAtMs;
  for (const frame of seen) {
    if (answer.state !== 'waiting') break;
    atMs = frame.atMs;
    // As the gate does: what is no good view and looks like nobody proves nothing.
    answer = frame.isSamePerson || frame.isGoodView ? challenge.take(frame) : challenge.pass(frame.atMs);
    if (challenge.step === 'holdStill') continue;
    asked = challenge.step;
    namedAtMs ??= frame.atMs;
  }
  return { ...answer, asked, namedAtMs, atMs };
}
