import type { Against, AttackKind, CueName, CueReason, CueVote } from './cue.ts';

/** `reason`: without the name of the cue. `attack`: what it would be; kept only by a vote against a living face. */
export const vote = <C extends CueName>(
  cue: C,
  score: number,
  reason: CueReason<C>,
  attack: AttackKind | null = null,
  against?: Against,
): CueVote => ({
  cue,
  score,
  ...(against ? { against } : {}),
  reason: `${cue}.${reason}`,
  attack: score < 0 ? attack : null,
});
