/** What the worker can do so that the camera sees better; one at a time. Words: design of the kiosk screen. */
export const hints = ['lookHere', 'comeCloser', 'stepBack', 'holdStill', 'tooDark', 'tooBright', 'oneAtATime'] as const;
export type Hint = (typeof hints)[number];
