import type { FrameObservation } from '../shared/vision/observation.ts';

/** How a living face is told from a picture of one; as in the configuration. */
export type LivenessMode = 'auto' | 'infrared' | 'challenge' | 'off';

/** `notAvailable`: nothing here can tell a living face, so nobody may pass. */
export type LivenessVerdict = 'live' | 'notAvailable';

/** Tells a living face from a photograph, a screen or a mask. */
export interface Liveness {
  readonly mode: LivenessMode;
  /** False: `judge` always answers `notAvailable`. */
  readonly isAvailable: boolean;
  /** Takes a further frame with a good view of the tracked face. */
  judge(observation: FrameObservation): LivenessVerdict;
}

/** `off` takes every face for living; for any other mode there is no means yet, and the gate stays shut. */
export function createLiveness(mode: LivenessMode): Liveness {
  const isAvailable = mode === 'off';
  return { mode, isAvailable, judge: () => (isAvailable ? 'live' : 'notAvailable') };
}
