import type { Config } from '../config/schema.ts';
import type { KioskSettings } from '../shared/ipc/contract.ts';

/** The infrared camera to open, or null; a replay that holds no infrared half has none, whatever the configuration names. */
export function infraredCamera({ replay, replayLayout, infrared }: Config['cameras']): string | null {
  return replay !== null && replayLayout === 'visible' ? null : infrared;
}

/** The part of the configuration that the page needs. */
export function kioskSettings({ device, cameras }: Config): KioskSettings {
  return {
    language: device.language,
    siteName: device.siteName,
    maskNames: device.maskNames,
    cameras: {
      visible: cameras.visible,
      infrared: infraredCamera(cameras),
      isReplay: cameras.replay !== null,
      replayLayout: cameras.replayLayout,
    },
  };
}
