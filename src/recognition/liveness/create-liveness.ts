import { ChallengeLiveness, type Draws } from './challenge-liveness.ts';
import { InfraredLiveness } from './infrared-liveness.ts';
import type { Liveness, LivenessMode, LivenessOptions, LivenessVerdict } from './liveness.ts';
import { UnsureLiveness } from './unsure-liveness.ts';

/** A liveness that always answers the same. */
const fixed = (mode: LivenessMode, isAvailable: boolean, verdict: LivenessVerdict): Liveness => ({
  mode,
  isAvailable,
  watch: () => undefined,
  lose: () => undefined,
  judge: () => verdict,
  troubles: { visible: null, infrared: null },
});

/** Takes every face for living. */
export const livenessOff = fixed('off', true, { kind: 'live', votes: [] });

/** `infrared` never does without its camera: while that is missing nobody passes. `draws`: the moves asked for, chance unless told. */
export function createLiveness(options: LivenessOptions, draws: Draws = {}): Liveness {
  switch (options.mode) {
    case 'off':
      return livenessOff;
    case 'challenge':
      return new ChallengeLiveness(options, draws);
    case 'infrared':
      if (!options.hasInfrared) return fixed('infrared', false, { kind: 'unavailable', why: 'cameraInfrared.notConfigured' });
      return options.asksWhenUnsure ? new UnsureLiveness(options, draws) : new InfraredLiveness(options);
  }
}
