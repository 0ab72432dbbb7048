import type { ChallengeAction, ChallengeStep } from '../../../shared/challenge.ts';

/** What is asked for at a moment. */
export interface Asked {
  readonly step: ChallengeStep;
  readonly untilMs: number;
}

/** Two judges name a move to somebody at the same time if their times lie no further apart, ms: nobody reacts within less than that. */
const SAME_MS = 500;

/** The moves that were named to somebody, in their order; holding still is none. */
export class AskedMoves {
  readonly #moves: { readonly action: ChallengeAction; readonly atMs: number }[] = [];
  #untilMs: number | null = null;
  #isAsked = false;

  get isAsked(): boolean {
    return this.#isAsked;
  }

  /** `asked` was shown at `atMs`, once more or for the first time. */
  note({ step, untilMs }: Asked, atMs: number): void {
    this.#isAsked = true;
    // Each move has a time of its own, so the same one asked for twice is told apart.
    if (step === 'holdStill' || untilMs === this.#untilMs) return;
    this.#untilMs = untilMs;
    this.#moves.push({ action: step, atMs });
  }

  /** Was everything that is asked here shown to the person `shown` tells of, and when it is asked here? Then his answers are answers to it. */
  isPartOf(shown: AskedMoves): boolean {
    return (
      shown.#isAsked &&
      this.#moves.every(({ action, atMs }, i) => {
        const other = shown.#moves[i];
        return other?.action === action && Math.abs(other.atMs - atMs) <= SAME_MS;
      })
    );
  }
}
