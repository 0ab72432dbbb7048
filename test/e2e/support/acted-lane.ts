import { challengeActions, type ChallengeAction } from '../../../src/shared/challenge.ts';
import { text } from '../../../src/shared/texts/texts.ts';
import type { Place } from './acted-reels.ts';
import type { ActedStage, ShownScreen, Shot } from './acted-stage.ts';

/** What is shown in answer to a question: once, and then for as long as nothing else is asked. */
export interface Answer {
  readonly once: readonly Shot[];
  readonly then: readonly Shot[];
  /** Where whoever answers stands then. */
  readonly place: Place;
}

/** How somebody answers when he is asked for `action` while he stands at `place`. */
export type Answering = (action: ChallengeAction, place: Place) => Answer;

/** What became of somebody who came. */
export interface Visit {
  /** What the screen asked for, in order. */
  readonly asked: readonly ChallengeAction[];
  /** What it said in the end. */
  readonly outcome: ShownScreen;
}

export interface ActedLaneParts {
  readonly stage: ActedStage;
  readonly cameras: readonly string[];
  /** As the page has them, from above; the first is 0. */
  readonly lane: number;
  /** What the camera sees while nobody is there. */
  readonly yard: readonly Shot[];
}

const outcomes: ReadonlySet<string> = new Set(['admitted', 'alreadyIn', 'refused']);

/** What the screen asks for, as a worker reads it. */
const askedBy = ({ state, words }: ShownScreen): ChallengeAction | null =>
  state === 'challenge' ? (challengeActions.find((action) => text('zh', `challenge.${action}`) === words) ?? null) : null;

/** One camera and the screen over it, which is looked at change by change. */
export class ActedLane {
  readonly #parts: ActedLaneParts;
  #waiting: ShownScreen[] = [];
  #looked = 0;

  constructor(parts: ActedLaneParts) {
    this.#parts = parts;
  }

  async empty(): Promise<void> {
    await this.#parts.stage.play(this.#parts.cameras, [], this.#parts.yard);
    await this.#until('idle');
  }

  /** Somebody comes and stands `still`, answers each question, and goes when the screen says what became of him. */
  async visit(still: readonly Shot[], answer: Answering): Promise<Visit> {
    const { stage, cameras } = this.#parts;
    const asked: ChallengeAction[] = [];
    let place: Place = 'far';
    await stage.play(cameras, [], still);
    for (;;) {
      const screen = await this.#next();
      const action = askedBy(screen);
      if (action !== null) {
        asked.push(action);
        const played = answer(action, place);
        place = played.place;
        await stage.play(cameras, played.once, played.then);
      }
      if (!outcomes.has(screen.state)) continue;
      await this.empty();
      return { asked, outcome: screen };
    }
  }

  async #until(state: string): Promise<void> {
    while ((await this.#next()).state !== state);
  }

  async #next(): Promise<ShownScreen> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next) return next;
      const more = await this.#parts.stage.screens(this.#looked);
      this.#looked += more.length;
      this.#waiting = more.filter(({ lane }) => lane === this.#parts.lane);
    }
  }
}
