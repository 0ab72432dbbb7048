/** Moves that a living person is asked for; left and right are the worker's own. */
export const challengeActions = ['blink', 'turnLeft', 'turnRight', 'nod', 'comeCloser'] as const;
export type ChallengeAction = (typeof challengeActions)[number];
