import { z } from 'zod';
import type { Config } from '../config/schema.ts';
import { CameraCalibration } from '../shared/vision/liveness/calibration.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { Meta } from '../store/meta.ts';

const notes: Readonly<Record<LaneNumber, string>> = { 1: 'liveness.calibration', 2: 'liveness.calibration.2' };

/**
 * A calibration as it is kept: in the terminal's database, not in the configuration, because it belongs to one pair of cameras
 * on one board, and a configuration is copied from terminal to terminal.
 */
const KeptCalibration = z.object({
  calibration: CameraCalibration,
  /** What the cameras were called; a calibration of others is not used. */
  cameras: z.string(),
  /** Width of the visible picture it was learned on, px. */
  widthPx: z.number(),
});
export type KeptCalibration = z.infer<typeof KeptCalibration>;

/** What a calibration belongs to: the two cameras, or a replay in their place. */
export function camerasNamed({ replay, replayLayout, visible, infrared }: Config['cameras']): string {
  return JSON.stringify(replay === null ? [visible, infrared] : ['replay', replay, replayLayout]);
}

/** The kept calibration, whatever cameras it belongs to; null when there is none or it cannot be read. */
export function keptCalibration(meta: Meta, lane: LaneNumber = 1): KeptCalibration | null {
  const note = meta.get(notes[lane]);
  if (note === null || note === '') return null;
  try {
    return KeptCalibration.parse(JSON.parse(note));
  } catch {
    // Of a newer version or damaged: as good as none; the cameras can be calibrated again.
    return null;
  }
}

/** The calibration to use with the lane's configured cameras; null when there is none for them: then `uncalibrated` holds. */
export function readCalibration(meta: Meta, cameras: Config['cameras'], lane: LaneNumber = 1): CameraCalibration | null {
  const kept = keptCalibration(meta, lane);
  return kept !== null && kept.cameras === camerasNamed(cameras) ? kept.calibration : null;
}

/** Durable when it returns; null forgets. */
export function keepCalibration(meta: Meta, kept: KeptCalibration | null, lane: LaneNumber = 1): void {
  meta.set(notes[lane], kept === null ? '' : JSON.stringify(kept));
}
