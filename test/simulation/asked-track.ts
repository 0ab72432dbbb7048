import { createLiveness } from '../../src/recognition/liveness/create-liveness.ts';
import type { LivenessVerdict } from '../../src/recognition/liveness/liveness.ts';
import type { PairMeasurer } from '../../src/recognition/pair-measurer.ts';
import type { ChallengeAction, ChallengeStep } from '../../src/shared/challenge.ts';
import { uncalibrated } from '../../src/shared/vision/liveness/calibration.ts';
import { answerTo, noTurn, type Turn } from './asked-move.ts';
import { chanceFor } from './chance.ts';
import type { KeptTrack } from './kept-tracks.ts';
import type { Kind } from './kinds.ts';
import { withNoise } from './landmark-noise.ts';
import type { Prepared } from './pair-track.ts';
import { rig, track } from './parameters.ts';
import { seeTrack, type SeenFrame } from './seen-track.ts';

/** Two questions of 5 s and what comes before and after them. */
const MOST_MS = 13_000;
const MOST_FRAMES = Math.ceil(MOST_MS / track.everyMs);

/** What became of somebody, or something, that was asked for a move. */
export interface LedTrack {
  readonly person: string;
  /** What made the move; another thing than was judged before is an exchange after the question. */
  readonly kind: Kind;
  readonly before: Kind;
  readonly distanceM: number;
  /** The moves asked for, first and second. Drawn by the product, so not the same in every run. */
  readonly actions: readonly ChallengeAction[];
  readonly verdict: 'live' | 'attack' | 'refused' | 'undecided' | 'notAsked';
  /** Which attack, or why refused. */
  readonly detail: string | null;
  /** From the first question to the end, ms. */
  readonly tookMs: number | null;
}

/**
 * Replays what was kept of a track to the product and goes on with rendered frames, of `kind` from the question on, that make
 * each move that is asked for. Landmarks in both pictures with correlated noise, as the passive judgement is scored.
 */
export async function leadThrough(
  { shown, frames }: KeptTrack,
  kind: Kind,
  prepared: Readonly<Record<'before' | 'asked', Prepared>>,
  measurer: PairMeasurer,
): Promise<LedTrack> {
  const { person, distanceM } = shown;
  const judge = new LedJudge(person, kind, distanceM);
  for (const frame of frames) judge.take(frame);
  const last = frames.at(-1);
  const from = last ? last.observation.frame + 1 : 0;
  const see = (thing: Kind, first: number) =>
    seeTrack(
      {
        person,
        distanceM,
        kind: thing,
        prepared: prepared[judge.isAsked ? 'asked' : 'before'],
        from: first,
        to: first + MOST_FRAMES,
        turnAt: judge.turnAt,
      },
      measurer,
    );
  let next = from;
  // Until the question is put, the thing that was judged stays.
  while (!judge.isAsked && !judge.isOver && next < from + track.frames) {
    for await (const frame of see(shown.kind, next)) {
      next += 1;
      judge.take(frame);
      if (judge.isAsked || judge.isOver || next >= from + track.frames) break;
    }
  }
  if (judge.isAsked && !judge.isOver) {
    for await (const frame of see(kind, next)) {
      judge.take(frame);
      if (judge.isOver) break;
    }
  }
  return judge.result(shown.kind);
}

class LedJudge {
  readonly #person: string;
  readonly #kind: Kind;
  readonly #distanceM: number;
  readonly #random;
  readonly #moves;
  readonly #liveness;
  readonly #actions: ChallengeAction[] = [];
  #verdict: LivenessVerdict | null = null;
  #turnAt: (atMs: number) => Turn = () => noTurn;
  #untilMs = 0;
  #askedAtMs: number | null = null;
  #endsAtMs: number | null = null;

  constructor(person: string, kind: Kind, distanceM: number) {
    this.#person = person;
    this.#kind = kind;
    this.#distanceM = distanceM;
    this.#random = chanceFor('landmarks', 'correlated', `${person} ${kind} ${String(distanceM)}`);
    this.#moves = chanceFor('asked move', person, kind, distanceM);
    const calibration = uncalibrated(rig.baselineMm);
    this.#liveness = createLiveness({ mode: 'infrared', hasInfrared: true, asksWhenUnsure: true, isReplay: false, calibration });
  }

  readonly turnAt = (atMs: number): Turn => this.#turnAt(atMs);

  get isAsked(): boolean {
    return this.#askedAtMs !== null;
  }

  get isOver(): boolean {
    return this.#endsAtMs !== null;
  }

  take({ observation, isGoodView, atMs }: SeenFrame): void {
    if (this.isOver) return;
    const { face, evidence } = observation;
    // The terminal judges nobody while it sees no face.
    if (face === null || evidence === null) return;
    const noisy = withNoise(evidence, 'correlated', face.measures.box.width, this.#random);
    const frame = {
      ...{ observation: { ...observation, evidence: noisy }, atMs, isGoodView },
      ...{ track: 1, attempt: 1, isSamePerson: true, wanted: 'worker' },
    };
    this.#liveness.watch(frame);
    const verdict = this.#liveness.judge(frame);
    this.#verdict = verdict;
    if (verdict.kind === 'challenge') this.#ask(verdict.step, verdict.untilMs, atMs);
    const isWord = verdict.kind === 'live' || verdict.kind === 'attack';
    if (isWord || (verdict.kind === 'undecided' && verdict.isOver)) this.#endsAtMs = atMs;
  }

  #ask(step: ChallengeStep, untilMs: number, atMs: number): void {
    this.#askedAtMs ??= atMs;
    if (step === 'holdStill') this.#turnAt = () => noTurn;
    if (step === 'holdStill') return;
    if (untilMs === this.#untilMs) return;
    this.#untilMs = untilMs;
    this.#actions.push(step);
    this.#turnAt = answerTo(step, atMs, this.#moves);
  }

  result(before: Kind): LedTrack {
    const verdict = this.#verdict;
    return {
      ...{ person: this.#person, kind: this.#kind, before, distanceM: this.#distanceM, actions: this.#actions },
      verdict: this.#word(),
      detail: verdict?.kind === 'attack' ? verdict.attack : verdict && 'why' in verdict ? verdict.why : null,
      tookMs: this.#askedAtMs === null || this.#endsAtMs === null ? null : this.#endsAtMs - this.#askedAtMs,
    };
  }

  #word(): LedTrack['verdict'] {
    if (!this.isAsked) return 'notAsked';
    if (this.#verdict?.kind === 'live' || this.#verdict?.kind === 'attack') return this.#verdict.kind;
    return this.isOver ? 'refused' : 'undecided';
  }
}
