/** Moves that a living person is asked for; left and right are the worker's own. */
export const challengeActions = ['blink', 'turnLeft', 'turnRight', 'nod', 'comeCloser'] as const;
export type ChallengeAction = (typeof challengeActions)[number];

/** What somebody is asked for at one time: before each move to look here and hold still, until that is seen. */
export const challengeSteps = ['holdStill', ...challengeActions] as const;
export type ChallengeStep = (typeof challengeSteps)[number];
