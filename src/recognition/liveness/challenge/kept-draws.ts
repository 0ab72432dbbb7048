import type { ChallengeAction } from '../../../shared/challenge.ts';

/** Who walks away from a question is asked the same again for so long, ms: nobody shall leave until the move is drawn that he has prepared. */
const KEPT_MS = 5 * 60_000;

/** The move that each worker was asked for and has not answered. */
export class KeptDraws {
  readonly #draw: () => ChallengeAction;
  readonly #drawn = new Map<string, { readonly action: ChallengeAction; readonly atMs: number }>();

  /** `draw`: a move by chance. */
  constructor(draw: () => ChallengeAction) {
    this.#draw = draw;
  }

  /** The move to ask `workerId` for; `atMs`: monotonic. */
  for(workerId: string, atMs: number): ChallengeAction {
    for (const [id, { atMs: drawnMs }] of this.#drawn) if (atMs - drawnMs >= KEPT_MS) this.#drawn.delete(id);
    const action = this.#drawn.get(workerId)?.action ?? this.#draw();
    if (!this.#drawn.has(workerId)) this.#drawn.set(workerId, { action, atMs });
    return action;
  }

  /** Who cannot be seen to blink is asked for `action` instead: that is his move from now on, or leaving would draw another one. */
  instead(workerId: string, action: ChallengeAction): void {
    const drawn = this.#drawn.get(workerId);
    if (drawn?.action === 'blink') this.#drawn.set(workerId, { ...drawn, action });
  }

  /** He has answered, rightly or not. */
  forget(workerId: string): void {
    this.#drawn.delete(workerId);
  }
}
