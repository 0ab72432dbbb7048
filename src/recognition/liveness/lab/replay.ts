import type { ChallengeAction } from '../../../shared/challenge.ts';
import type { RecordingLabel } from '../../../shared/recording-label.ts';
import type { FrameObservation } from '../../../shared/vision/observation.ts';
import { hintFor } from '../../quality.ts';
import { provingActions } from '../challenge/draw-action.ts';
import type { Draws } from '../challenge-liveness.ts';
import type { CueVote } from '../cue.ts';
import { totalOf } from '../fusion.ts';
import { frameKey, type JudgeCall, type LivenessCall } from '../liveness-call.ts';
import type { Liveness, LivenessVerdict } from '../liveness.ts';
import { fusion } from '../parameters.ts';
import { AskedMoves, type Asked } from './asked-moves.ts';
import type { Outcome } from './outcome.ts';
import type { JudgedSession } from './score.ts';

/** What was kept, in the order in which it came: frames, and what the judge of the gate was told of them. */
export type RecordedEntry = { readonly frame: FrameObservation } | { readonly call: LivenessCall };

/** A judge with those moves to ask for. */
export type NewJudge = (draws: Draws) => Liveness;

/** So many frames are kept for calls that come after them; the gate looks at one within a second. */
const FRAMES_KEPT = 120;
/** A face counts as one after so long without a decision, ms; the gate looks no longer at one. */
const LONGEST_LOOK_MS = fusion.mostMs;

interface Watched {
  readonly observation: FrameObservation;
  readonly atMs: number;
  readonly track: number;
}

/**
 * What the product would have made of a session: one presentation, told to the product's own judge frame by frame as the gate told it, with the
 * moves that were drawn then. Without a question the score is the highest total of the time for a decision, because a gate that opens at a
 * total opens the first time it is reached; it ends with an accusation, because there the gate refuses.
 *
 * Good views that the gate had no need to judge any more are judged here, since a judge of today may still be undecided. What they are
 * asked for nobody saw: that is `unanswered`, as is any question that was not put then.
 */
export class SessionReplay {
  readonly #judge: Liveness;
  readonly #frames = new Map<string, FrameObservation>();
  /** Watched, and not judged by the gate so far. */
  #pending: Watched | null = null;
  #attempt = 0;
  #beganMs: number | null = null;
  #pairedMs: number | null = null;
  /** As told in this moment; null where nothing is known of it. */
  #drawn: ChallengeAction | null = null;
  #shown = new AskedMoves();
  #shownAttempt: number | null = null;
  #asked = new AskedMoves();
  #outcome: Outcome = 'none';
  #isOver = false;
  #score: number | null = null;
  #votes: readonly CueVote[] = [];

  constructor(newJudge: NewJudge) {
    this.#judge = newJudge({
      first: () => this.#drawn ?? 'turnLeft',
      next: (without) => {
        const open = provingActions.filter((action) => !without.includes(action));
        return open.find((action) => action === this.#drawn) ?? open[0] ?? 'nod';
      },
    });
  }

  /** Nothing that comes any more changes the result. */
  get isOver(): boolean {
    return this.#isOver;
  }

  take(entry: RecordedEntry): void {
    if (this.#isOver) return;
    if ('frame' in entry) this.#keep(entry.frame);
    else this.#follow(entry.call);
  }

  /** After the last entry. */
  result(label: RecordingLabel): JudgedSession {
    this.#judgePending();
    const outcome = this.#isOver || !this.#asked.isAsked ? this.#outcome : this.#left();
    return { label, outcome, score: this.#score, cues: Object.fromEntries(this.#votes.map(({ cue, score }) => [cue, score])) };
  }

  #keep(frame: FrameObservation): void {
    this.#frames.set(frameKey(frame), frame);
    const [oldest] = this.#frames.keys();
    if (this.#frames.size > FRAMES_KEPT && oldest !== undefined) this.#frames.delete(oldest);
  }

  #follow(call: LivenessCall): void {
    if (call.call === 'lose') {
      this.#judgePending();
      return this.#judge.lose(call.atMs);
    }
    const observation = this.#frames.get(frameKey(call));
    if (observation === undefined) return;
    const { atMs, track } = call;
    if (call.call === 'judge') {
      this.#pending = null;
      return this.#take(call, observation);
    }
    this.#judgePending();
    this.#pending = { observation, atMs, track };
    this.#judge.watch({ observation, atMs, track });
  }

  #judgePending(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (pending === null || this.#isOver) return;
    const { observation, atMs, track } = pending;
    if (observation.face === null || hintFor(observation.face, observation) !== null) return;
    const { frame, takenAtMs } = observation;
    this.#take(
      {
        ...{ call: 'judge', frame, takenAtMs, atMs, track, attempt: this.#attempt },
        ...{ isGoodView: true, isSamePerson: true, isWanted: true, said: null },
      },
      observation,
    );
  }

  #take(call: JudgeCall, observation: FrameObservation): void {
    const { atMs, track, attempt, isGoodView, isSamePerson, isWanted, said } = call;
    if (said !== null) this.#attempt = attempt;
    this.#beganMs ??= atMs;
    if (observation.evidence?.infrared?.face) this.#pairedMs ??= atMs;
    if (this.#isTooLong(atMs)) return this.#end('none');
    if (said?.asked) this.#show(said.asked, call);
    this.#drawn = said?.asked?.action ?? null;
    // A judge remembers which move it drew for a worker; here each attempt has the one that was drawn then.
    const wanted = isWanted ? `worker of attempt ${String(attempt)}` : null;
    this.#weigh(this.#judge.judge({ observation, atMs, track, attempt, isGoodView, isSamePerson, wanted }), call);
  }

  #show(asked: Asked, { attempt, atMs }: JudgeCall): void {
    if (attempt !== this.#shownAttempt && this.#asked.isAsked && !this.#asked.isPartOf(this.#shown)) {
      // What was asked here so far nobody was shown, because he was not known yet: now he is.
      this.#asked = new AskedMoves();
      this.#shown = new AskedMoves();
    }
    this.#shownAttempt = attempt;
    this.#shown.note(asked, atMs);
  }

  #isTooLong(atMs: number): boolean {
    const isPassive = this.#judge.mode === 'infrared' && !this.#asked.isAsked;
    return isPassive && this.#beganMs !== null && atMs - this.#beganMs > LONGEST_LOOK_MS;
  }

  #weigh(verdict: LivenessVerdict, { atMs, isWanted }: JudgeCall): void {
    const isLetIn = this.#outcome === 'letIn';
    if (verdict.kind === 'challenge') return isLetIn ? this.#end('letIn') : this.#asked.note(verdict, atMs);
    const isAsked = this.#asked.isAsked;
    if (verdict.kind === 'unavailable') return isAsked ? this.#answered('askedRefused') : undefined;
    if (isAsked) {
      if (verdict.kind === 'undecided' && !verdict.isOver) return;
      return this.#answered(verdict.kind === 'live' ? 'askedLetIn' : 'askedRefused');
    }
    this.#votes = verdict.votes;
    if (this.#judge.mode === 'infrared') this.#score = Math.max(this.#score ?? -Infinity, totalOf(verdict.votes));
    if (verdict.kind === 'live') this.#outcome = 'letIn';
    if (verdict.kind === 'live' && this.#pairedMs !== null && atMs - this.#pairedMs >= fusion.decideMs) return this.#end('letIn');
    if (verdict.kind === 'attack') return this.#end('refused');
    if (verdict.kind === 'undecided' && verdict.isOver && isWanted) this.#end('none');
  }

  /** A recording goes on as long as somebody stands before the question: who leaves it is not let in, as the gate writes it down. */
  #left(): Outcome {
    return this.#asked.isPartOf(this.#shown) ? 'askedRefused' : 'unanswered';
  }

  /** Later, another attempt may hold the answer. */
  #answered(outcome: Outcome): void {
    if (this.#asked.isPartOf(this.#shown)) this.#end(outcome);
  }

  /** Once the gate has opened it stays so. */
  #end(outcome: Outcome): void {
    if (this.#outcome !== 'letIn') this.#outcome = outcome;
    this.#isOver = true;
  }
}
