import { eyeLight } from '../recognition/eye-light.ts';
import type { PassageFace } from '../recognition/learning/passage-face.ts';
import { judgePhotograph } from '../recognition/photograph.ts';
import type { Clock } from '../shared/clock.ts';

/** Who was recognised must be let in within this; what opens the gate may want a card as well. */
const LET_IN_MS = 60_000;
/** Workers whose views wait, at most; about 1 KB each. */
const MOST_WAITING = 2_000;

interface Seen {
  readonly face: PassageFace;
  /** Monotonic ms. */
  readonly atMs: number;
}

/** A view that waits to be judged, without its picture. */
export interface WaitingView extends Pick<PassageFace, 'embedding' | 'life'> {
  /** Why it would be refused as a photograph that is taken here, or null. */
  readonly poor: string | null;
}

/** The views of those who pass, from being recognised until somebody has time to judge them; of each worker the newest. */
export class PassageViews {
  readonly #clock: Pick<Clock, 'monotonic'>;
  readonly #seen = new Map<string, Seen>();
  readonly #letIn = new Map<string, PassageFace>();
  readonly #waiting = new Map<string, WaitingView>();

  constructor(clock: Pick<Clock, 'monotonic'>) {
    this.#clock = clock;
  }

  /** On the way to the gate: nothing else happens here. */
  recognised(workerId: string, face: PassageFace | null): void {
    this.#seen.delete(workerId);
    if (face !== null) this.#seen.set(workerId, { face, atMs: this.#clock.monotonic() });
  }

  /** He was let in; `isDated`: the clock can be trusted. */
  punched(workerId: string, isDated: boolean): void {
    const seen = this.#seen.get(workerId);
    if (seen === undefined) return;
    this.#seen.delete(workerId);
    if (isDated && this.#clock.monotonic() - seen.atMs <= LET_IN_MS) this.#letIn.set(workerId, seen.face);
  }

  /** Behind the gate's back: forgets who was not let in, and keeps of the others what is needed to judge them. */
  settle(): void {
    const nowMs = this.#clock.monotonic();
    for (const [workerId, { atMs }] of this.#seen) if (nowMs - atMs > LET_IN_MS) this.#seen.delete(workerId);
    for (const [workerId, { embedding, life, crop, measures }] of this.#letIn) {
      // A face that the frame's edge cuts is not like enough to its photograph to be learnt.
      const verdict = judgePhotograph({ measures, eyeLight: eyeLight(crop), rival: 0, cutOff: 0 }, 'standard');
      const poor = verdict.kind === 'refused' ? verdict.code : null;
      if (this.#waiting.size < MOST_WAITING) this.#waiting.set(workerId, { embedding, life, poor });
    }
    this.#letIn.clear();
  }

  /** The one that has waited longest, taken out; null: none waits. */
  next(): readonly [string, WaitingView] | null {
    const [next] = this.#waiting;
    if (next === undefined) return null;
    this.#waiting.delete(next[0]);
    return next;
  }

  /** Of one worker, or of everybody (null). */
  forget(workerId: string | null): void {
    for (const views of [this.#seen, this.#letIn, this.#waiting]) {
      if (workerId === null) views.clear();
      else views.delete(workerId);
    }
  }
}
