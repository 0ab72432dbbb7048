import { looksAhead } from '../../src/recognition/likeness.ts';
import { challengeActions, type ChallengeAction } from '../../src/shared/challenge.ts';
import { answerTo, at, type Frame, type Question } from './judging.ts';
import type { Performance } from './performance.ts';
import { acting, FRAME_MS } from './scripts.ts';

/** Accepted of asked, and why the others were not. */
export interface Tally {
  accepted: number;
  asked: number;
  readonly reasons: Map<string, number>;
}

export const newTally = (): Tally => ({ accepted: 0, asked: 0, reasons: new Map() });

function note(tally: Tally, isAccepted: boolean, reason: string): void {
  tally.asked++;
  if (isAccepted) tally.accepted++;
  else tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1);
}

/**
 * What can be asked of people who move. Only `right` must be accepted; `byTheEnd`: then, or by the turn or nod that is asked for next where the move was not seen.
 */
export const trials = ['right', 'byTheEnd', 'wrong', 'early', 'late', 'swapped', 'standIn'] as const;
export type Trial = (typeof trials)[number];

export type Scores = ReadonlyMap<ChallengeAction, ReadonlyMap<Trial, Tally>>;

const MOVE_MS = 5_000;
/** Time for a move, and for the next one to be named. */
const QUESTION_MS = 6_500;

/** Embedding of the person before he moved. */
const personIn = ({ frames }: Performance): Float32Array => frames[1]?.embedding ?? new Float32Array();

const ask = (performance: Performance, action: ChallengeAction, startedAtMs = -1): Question => ({
  action,
  startedAtMs,
  next: performance.next,
  person: personIn(performance),
});

const STILL_FRAMES = 6;

/** Frames of the first moments, played again and again before the rest: somebody who waits `byMs`, and held still before the question. */
function delayed({ frames }: Performance, byMs: number): readonly Frame[] {
  const still = frames.slice(0, STILL_FRAMES);
  const count = Math.round(byMs / FRAME_MS) + STILL_FRAMES;
  const waits = Array.from({ length: count }, (_, i) => {
    const frame = still[i % still.length];
    return frame ? [at(frame, (i - count) * FRAME_MS)] : [];
  });
  return [...waits.flat(), ...frames];
}

/** Who was not seen to make his move waits for the next question, and makes what that asks for. */
function insisting(own: Performance, next: Performance): readonly Frame[] {
  const still = next.frames.slice(0, STILL_FRAMES);
  const waits = Array.from({ length: Math.round(QUESTION_MS / FRAME_MS) }, (_, i) => still[i % STILL_FRAMES] ?? []).flat();
  return inARow([...own.frames, ...waits, ...next.frames]);
}

/** Frames one after another, each `FRAME_MS` after the one before. */
const inARow = (frames: readonly Frame[]): readonly Frame[] => frames.map((frame, i) => at(frame, i * FRAME_MS));

/** At the far point another one takes the place for good. */
const swapped = (own: Performance, other: Performance): readonly Frame[] =>
  inARow([
    ...own.frames.filter(({ atMs }) => atMs < own.script.farMs),
    ...other.frames.filter(({ atMs }) => atMs >= other.script.farMs),
  ]);

/** Another one makes the move between two views of somebody who makes none; he shows his face only where it is turned and asked for less likeness. */
function stoodInFor(own: Performance, other: Performance): readonly Frame[] {
  const [stillMs] = acting.stillMs;
  const made = other.frames.filter(({ atMs }) => atMs >= stillMs && atMs <= other.script.endsMs);
  const turned = made.filter((frame) => !looksAhead(frame));
  return inARow([
    ...own.frames.filter(({ atMs }) => atMs < stillMs),
    ...(turned.length > 0 ? turned : made),
    ...own.frames.filter(({ atMs }) => atMs < stillMs),
  ]);
}

const isFollowing = (action: ChallengeAction): boolean => action !== 'blink' && action !== 'comeCloser';

/** Those who made the move `action`, asked for it and for anything else. */
export function score(performances: readonly Performance[]): Scores {
  const scores = new Map(challengeActions.map((action) => [action, new Map(trials.map((trial) => [trial, newTally()]))]));
  const tally = (action: ChallengeAction, trial: Trial): Tally => scores.get(action)?.get(trial) ?? newTally();
  for (const [index, performance] of performances.entries()) {
    const { action, next, script, frames } = performance;
    const right = answerTo(ask(performance, action), frames);
    // Whoever could not be asked for a blink made a move that nobody asked for in the end.
    const wanted = action === 'comeCloser' ? [action, next] : [action];
    if (wanted.includes(right.asked)) {
      note(tally(action, 'right'), right.state === 'passed', right.reason);
      const next = performances.find(
        (one) => one.name === performance.name && isFollowing(one.action) && !wanted.includes(one.action),
      );
      const end =
        right.state === 'passed' || !next
          ? right
          : answerTo({ ...ask(performance, action), next: next.action }, insisting(performance, next));
      note(tally(action, 'byTheEnd'), end.state === 'passed', end.reason);
    }

    for (const other of challengeActions) {
      if (other === action) continue;
      // After coming closer the second move would be right for whoever was asked for that one.
      const seen = action === 'comeCloser' ? frames.filter(({ atMs }) => atMs < script.farMs) : frames;
      const wrong = answerTo({ ...ask(performance, other), next: action === next ? other : next }, seen);
      if (wrong.asked === other || wrong.asked !== action) note(tally(action, 'wrong'), wrong.state === 'passed', wrong.reason);
    }

    const early = answerTo(ask(performance, action, script.farMs - FRAME_MS), frames);
    if (action !== 'comeCloser') note(tally(action, 'early'), early.state === 'passed', early.reason);

    // Near enough is reached before the approach is over.
    const byMs = action === 'comeCloser' ? MOVE_MS : MOVE_MS - script.farMs + 2 * FRAME_MS;
    // After the time for it another move is asked for: not the one that he goes on to make.
    const another = challengeActions.find((one) => one !== next && one !== 'blink' && one !== 'comeCloser') ?? next;
    const late = answerTo({ ...ask(performance, action, -byMs - 1), next: another }, delayed(performance, byMs));
    // Time counts from when the move is named: where that was later, so is the end.
    const isLate = late.namedAtMs === null || script.farMs - late.namedAtMs > MOVE_MS;
    if (isLate) note(tally(action, 'late'), late.state === 'passed', late.reason);

    const substitute = performances.slice(index + 1).find((one) => one.action === action && one.name !== performance.name);
    if (!substitute) continue;
    for (const [trial, shown] of [
      ['swapped', swapped(performance, substitute)],
      ['standIn', stoodInFor(performance, substitute)],
    ] as const) {
      const exchanged = answerTo(ask(performance, action), shown);
      note(tally(action, trial), exchanged.state === 'passed', exchanged.reason);
    }
  }
  return scores;
}
