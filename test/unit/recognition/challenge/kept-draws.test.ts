import { expect, it } from 'vitest';
import { KeptDraws } from '../../../../src/recognition/liveness/challenge/kept-draws.ts';
import { challengeActions } from '../../../../src/shared/challenge.ts';

/** Draws one move after the other. */
const inTurn = (): KeptDraws => {
  let drawn = 0;
  return new KeptDraws(() => challengeActions[drawn++ % challengeActions.length] ?? 'nod');
};
const [first, second, third] = challengeActions;

it('asks a worker who has not answered for the same move again, and others for their own', () => {
  const draws = inTurn();
  const asked = [draws.for('ada', 0), draws.for('bob', 10), draws.for('ada', 60_000), draws.for('bob', 299_999)];
  expect(asked.map(({ action }) => action)).toEqual([first, second, first, second]);
});

it('draws anew for whoever has answered, and after five minutes from when it was drawn', () => {
  const draws = inTurn();
  draws.for('ada', 0);
  draws.forget('ada');
  expect(draws.for('ada', 1).action).toBe(second);
  draws.for('ada', 200_000);
  expect(draws.for('ada', 300_001).action).toBe(third);
});

it('keeps the move that a question has gone on to, for what is left of the five minutes', () => {
  const draws = inTurn();
  draws.for('ada', 0);
  draws.follow('ada', { action: 'nod', isAskedAnew: true });
  expect(draws.for('ada', 299_999)).toMatchObject({ action: 'nod', isAskedAnew: true });
  expect(draws.for('ada', 300_000)).toMatchObject({ action: second, isAskedAnew: false });
});
