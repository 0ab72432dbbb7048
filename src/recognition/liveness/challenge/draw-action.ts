import { challengeActions, type ChallengeAction } from '../../../shared/challenge.ts';

/** A whole number from 0 to `below` − 1, all alike; unpredictable, since an attacker would prepare for the next one. */
export type RandomBelow = (below: number) => number;

/** The move to ask for. */
export function drawAction(random: RandomBelow): ChallengeAction {
  return challengeActions[random(challengeActions.length)] ?? 'turnLeft';
}

/** Moves that no flat thing can make: each proves a living head by itself. Coming closer does not. */
export type ProvingAction = Exclude<ChallengeAction, 'comeCloser'>;
export const provingActions = ['blink', 'turnLeft', 'turnRight', 'nod'] as const satisfies readonly ProvingAction[];

/** Draws the move that follows another one: none of `without`. */
export type DrawNext = (without: readonly ProvingAction[]) => ProvingAction;

/** A move out of those that prove something, but none of `without`. */
export function drawProvingAction(random: RandomBelow, without: readonly ProvingAction[] = []): ProvingAction {
  const choice = provingActions.filter((action) => !without.includes(action));
  return choice[random(choice.length)] ?? 'nod';
}

/** A move that shows the shape of the head: for somebody whose shape could not be told. */
export function drawShowingAction(random: RandomBelow): ProvingAction {
  return drawProvingAction(random, ['blink']);
}
