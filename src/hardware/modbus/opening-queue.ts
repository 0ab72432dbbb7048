import type { OpeningOutcome } from '../../gate/ports.ts';

/** Openings that are served by one pulse. */
export interface Opening {
  settle(outcome: OpeningOutcome): void;
}

/** So many pulses may wait for the running one; who comes later shares the last of them. */
export const mostWaiting = 2;

/** Openings asked for and not begun yet, in order. */
export class OpeningQueue {
  readonly #waiting: PromiseWithResolvers<OpeningOutcome>[] = [];

  get hasWaiting(): boolean {
    return this.#waiting.length > 0;
  }

  /** Resolves with the fate of the pulse; never rejects. */
  ask(): Promise<OpeningOutcome> {
    const last = this.#waiting.at(-1);
    if (last && this.#waiting.length >= mostWaiting) return last.promise;
    const opening = Promise.withResolvers<OpeningOutcome>();
    this.#waiting.push(opening);
    return opening.promise;
  }

  /** The next opening, which is no longer waiting; null when there is none. */
  take(): Opening | null {
    const opening = this.#waiting.shift();
    return opening ? { settle: opening.resolve } : null;
  }

  /** Nothing of what waits will reach the board. */
  failAll(): void {
    for (const opening of this.#waiting.splice(0)) opening.resolve('notAnswering');
  }
}
