import { z } from 'zod';
import { CameraCalibration } from './calibration.ts';
import { fitProblems } from './calibration-fit.ts';
import { calibrationObstacles } from './calibration-sample.ts';

/** How a learned calibration compares with the configured distance of the lenses. */
export const baselineFindings = [
  'agrees',
  'differs', // another length
  'otherSide', // the infrared lens lies on the other side than configured, or the cameras are swapped
] as const;

const Learned = z.object({
  calibration: CameraCalibration,
  /** `error` as px of the visible picture, 0 when its size was not kept. */
  errorPx: z.number(),
  /** The lenses' distance that follows, mm; and what the configuration says. */
  baselineMm: z.number(),
  configuredMm: z.number(),
  finding: z.enum(baselineFindings),
});
export type LearnedCalibration = z.infer<typeof Learned>;

/** What the calibration page shows. */
export const CalibrationView = z.object({
  /** Kept with the terminal; null: never calibrated. */
  kept: Learned.extend({
    /** False: it was learned with other cameras than those configured now, and is not used. */
    isForTheseCameras: z.boolean(),
    /** In use since the start; a newer one waits for the next start. */
    isInUse: z.boolean(),
  }).nullable(),
  /** Distance of the lenses in the configuration, mm. */
  configuredMm: z.number(),
  /** `near`, `far`: samples are collected at that distance. `learned`, `failed`: what came of them, to be saved or discarded. */
  phase: z.enum(['idle', 'near', 'far', 'learned', 'failed']),
  samples: z.object({ near: z.number().int(), far: z.number().int(), wanted: z.number().int() }),
  /** Why the newest frame is no sample; null when it is one. */
  obstacle: z.enum(calibrationObstacles).nullable(),
  learned: Learned.nullable(),
  /** Mean width of the faces at the further distance, px of the visible picture; null before one was seen there. */
  farFacePx: z.number().nullable(),
  problem: z.enum(fitProblems).nullable(),
});
export type CalibrationView = z.infer<typeof CalibrationView>;

/** A face 1.5 m away is to be so wide at least, px of the visible picture. */
export const LEAST_FAR_FACE_PX = 128;

export const calibrationActs = ['start', 'save', 'discard', 'reset'] as const;
export type CalibrationAct = (typeof calibrationActs)[number];
