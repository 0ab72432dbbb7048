import { z } from 'zod';
import { Bytes } from '../bytes.ts';
import { LivenessEvidence, Scenes } from './liveness/evidence.ts';

/** Side of the aligned crop, px; the input size of the embedding network. */
export const CROP_SIDE = 112;
/** Bytes of an aligned crop: RGB, row by row. */
export const CROP_BYTES = CROP_SIDE * CROP_SIDE * 3;

/** What is measured of one face, whether from a live frame or from a photograph. Pure numbers: judged elsewhere. */
export const FaceMeasures = z.object({
  /** Share of the detector's certainty, 0 to 1. */
  detectionScore: z.number(),
  /** Bounding box of the face in the source picture, px. */
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
  /** Head angles, degrees; yaw positive: the face turns to the picture's right; pitch positive: it looks up. */
  yawDeg: z.number(),
  pitchDeg: z.number(),
  rollDeg: z.number(),
  /** Variance of the Laplacian on the aligned crop's luma, scaled to the crop: higher is sharper. */
  sharpness: z.number(),
  /** Mean luma of the aligned crop, 0 to 255. */
  brightness: z.number(),
  /** Standard deviation of the luma of the aligned crop, 0 to 128. */
  contrast: z.number(),
});
export type FaceMeasures = z.infer<typeof FaceMeasures>;

/** What the capture side reports of one frame: the nearest face inside the guide, or none. */
export const FrameObservation = z.object({
  /** Counts frames of this capture session. */
  frame: z.number().int(),
  /** When the frame was taken, ms since the epoch. */
  takenAtMs: z.number(),
  /** Size of the source picture, px. */
  width: z.number(),
  height: z.number(),
  /** How long the analysis took, ms. */
  analysisMs: z.number(),
  face: z
    .object({
      /** One person's continuous presence; another number as soon as the face may be someone else's. */
      track: z.number().int(),
      measures: FaceMeasures,
      /** Movement of the face's centre since the frame before, in face widths; 0 on the first. */
      motion: z.number(),
      /** Other faces inside the guide of at least 60 % of this one's width. */
      rivals: z.number().int(),
      /** Aligned crop, RGB, CROP_BYTES bytes. */
      crop: Bytes,
      /** The frame as JPEG (≤ 60 KB), when this frame is the best of its track so far; else null. */
      jpeg: Bytes.nullable(),
    })
    .nullable(),
  /** What tells a living face from a copy; null without a face, or when nobody wants to know. */
  evidence: LivenessEvidence.nullable(),
  /** What the cameras show while nobody is there: about once a second, absent in all other frames and when nobody wants to know. */
  scenes: Scenes.optional(),
});
export type FrameObservation = z.infer<typeof FrameObservation>;
