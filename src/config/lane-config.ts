import type { LaneNumber } from '../shared/lanes.ts';
import type { Config } from './schema.ts';

/** The lanes that this terminal has. */
export const lanesOf = ({ lanes }: Pick<Config, 'lanes'>): readonly LaneNumber[] => (lanes.second.enabled ? [1, 2] : [1]);

/** The configuration as one lane sees it: its own direction, cameras, turnstile, inputs and readers stand where lane one's do. */
export function configOfLane(config: Config, lane: LaneNumber): Config {
  if (lane === 1) return config;
  const { direction, cameras, baselineMm, turnstile, inputs, readers } = config.lanes.second;
  const { first } = config.readers.card;
  return {
    ...config,
    device: { ...config.device, direction },
    cameras: { ...config.cameras, ...cameras },
    liveness: { ...config.liveness, baselineMm },
    turnstile,
    inputs,
    readers: {
      ...config.readers,
      card: { first: readers.card, second: { ...first, driver: 'none' } },
      identityCard: readers.identityCard,
    },
  };
}
