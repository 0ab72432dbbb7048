import type { Config } from '../config/schema.ts';
import type { LivenessMode, LivenessOptions } from '../recognition/liveness/liveness.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import { uncalibrated } from '../shared/vision/liveness/calibration.ts';
import type { Store } from '../store/store.ts';
import { readCalibration } from './calibration-store.ts';
import { infraredCamera, livenessMode } from './kiosk-settings.ts';

type Sight = Pick<Config, 'cameras' | 'liveness'>;

/** With what a lane tells who lives; `config`: as that lane sees it. */
export function livenessOptions({ cameras, liveness }: Sight, meta: Store['meta'], lane: LaneNumber): LivenessOptions {
  return {
    mode: livenessMode({ cameras, liveness }),
    hasInfrared: infraredCamera(cameras) !== null,
    isReplay: cameras.replay !== null,
    asksWhenUnsure: liveness.askWhenUnsure,
    calibration: readCalibration(meta, cameras, lane) ?? uncalibrated(liveness.baselineMm),
  };
}

/** The mode that recordings are judged in: where liveness is off, as if nobody had chosen. */
export const judgedMode = ({ cameras, liveness }: Sight): Exclude<LivenessMode, 'off'> => {
  const mode = livenessMode({ cameras, liveness });
  return mode === 'off' ? (infraredCamera(cameras) === null ? 'challenge' : 'infrared') : mode;
};

/** Is anybody asked for a move here? */
export const asksForMoves = (sight: Sight): boolean => {
  const mode = livenessMode(sight);
  return mode === 'challenge' || (mode === 'infrared' && sight.liveness.askWhenUnsure);
};
