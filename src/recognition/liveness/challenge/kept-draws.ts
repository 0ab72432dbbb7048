import type { ChallengeAction } from '../../../shared/challenge.ts';

/** Who walks away from a question is asked the same again for so long, ms: nobody shall leave until the move is drawn that he has prepared. */
const KEPT_MS = 5 * 60_000;

/** What somebody is asked for at the moment. */
export interface KeptDraw {
  readonly action: ChallengeAction;
  /** Was another move drawn because the time of the first passed without it? That is done once a question, walked away from or not. */
  readonly isAskedAnew: boolean;
}

/** The move that each worker was asked for and has not answered. */
export class KeptDraws {
  readonly #draw: () => ChallengeAction;
  readonly #drawn = new Map<string, KeptDraw & { readonly atMs: number }>();

  /** `draw`: a move by chance. */
  constructor(draw: () => ChallengeAction) {
    this.#draw = draw;
  }

  /** What to ask `workerId` for; `atMs`: monotonic. */
  for(workerId: string, atMs: number): KeptDraw {
    for (const [id, { atMs: drawnMs }] of this.#drawn) if (atMs - drawnMs >= KEPT_MS) this.#drawn.delete(id);
    const drawn = this.#drawn.get(workerId) ?? { action: this.#draw(), isAskedAnew: false, atMs };
    this.#drawn.set(workerId, drawn);
    return drawn;
  }

  /** The question has gone on to another move: that one is his from now on, or leaving would draw another one in its place. */
  follow(workerId: string, { action, isAskedAnew }: KeptDraw): void {
    const drawn = this.#drawn.get(workerId);
    if (drawn) this.#drawn.set(workerId, { action, isAskedAnew, atMs: drawn.atMs });
  }

  /** He has answered, rightly or not. */
  forget(workerId: string): void {
    this.#drawn.delete(workerId);
  }
}
