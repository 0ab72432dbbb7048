import type { ChallengeStep } from '../../src/shared/challenge.ts';

/**
 * Lines on the guide's field (−50 to 50 both ways) that point where the move goes. The live picture is a mirror, so the worker's own left
 * is the screen's left.
 */
export const arrows: Readonly<Record<ChallengeStep, string | null>> = {
  holdStill: null,
  blink: null,
  turnLeft: 'M-28 -7L-33.500 0L-28 7',
  turnRight: 'M28 -7L33.500 0L28 7',
  nod: 'M29 -10V10M24 5L29 11L34 5M-29 -10V10M-24 5L-29 11L-34 5',
  comeCloser: [
    'M-35 -37L-43 -45M-43 -37.500V-45H-35.500',
    'M35 -37L43 -45M43 -37.500V-45H35.500',
    'M-35 37L-43 45M-43 37.500V45H-35.500',
    'M35 37L43 45M43 37.500V45H35.500',
  ].join(''),
};
