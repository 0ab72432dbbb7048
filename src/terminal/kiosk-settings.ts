import type { Config } from '../config/schema.ts';
import { configOfLane } from '../config/lane-config.ts';
import type { KioskSettings, LaneSight } from '../shared/ipc/contract.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { CameraCalibration } from '../shared/vision/liveness/calibration.ts';

/** The infrared camera to open, or null; a replay that holds no infrared picture has none, whatever the configuration names. */
export function infraredCamera({ replay, replayLayout, infrared }: Config['cameras']): string | null {
  return replay !== null && !replayLayout.endsWith('-infrared') ? null : infrared;
}

/** How a living face is told, `auto` decided: by infrared where there is such a camera. */
export function livenessMode({ cameras, liveness }: Pick<Config, 'cameras' | 'liveness'>): KioskSettings['liveness']['mode'] {
  if (liveness.mode !== 'auto') return liveness.mode;
  return infraredCamera(cameras) === null ? 'challenge' : 'infrared';
}

/** What the page looks at for the lane whose configuration this is. */
function laneSight(config: Config, calibration: CameraCalibration | null): LaneSight {
  const { cameras, liveness } = config;
  return {
    cameras: {
      visible: cameras.visible,
      infrared: infraredCamera(cameras),
      isReplay: cameras.replay !== null,
      replayLayout: cameras.replayLayout,
    },
    liveness: { mode: livenessMode(config), baselineMm: liveness.baselineMm, calibration },
  };
}

/** What is kept of how a lane's cameras stand; null: nothing. */
export type CalibrationOf = (lane: LaneNumber, cameras: Config['cameras']) => CameraCalibration | null;

function secondSight(config: Config, calibrationOf: CalibrationOf): KioskSettings['second'] {
  const second = configOfLane(config, 2);
  const sight = laneSight(second, calibrationOf(2, second.cameras));
  return { ...sight, directions: [config.device.direction, second.device.direction] };
}

/** What the page needs: parts of the configuration, and the calibrations kept, default none. */
export function kioskSettings(config: Config, calibrationOf: CalibrationOf = () => null): KioskSettings {
  const { device, readers, lanes } = config;
  return {
    ...laneSight(config, calibrationOf(1, config.cameras)),
    language: device.language,
    siteName: device.siteName,
    maskNames: device.maskNames,
    readsCodes: readers.qr.enabled,
    ...(lanes.second.enabled ? { second: secondSight(config, calibrationOf) } : {}),
  };
}
