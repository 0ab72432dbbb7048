import { z } from 'zod';
import { hints } from './hint.ts';
import { CueLine } from './refusal-entry.ts';

/** A face in a picture of this size; all in px of that picture. */
const PlacedFace = z.object({
  picture: z.object({ width: z.number(), height: z.number() }),
  box: z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() }),
});
export type PlacedFace = z.infer<typeof PlacedFace>;

/** What is measured of a view, in the order in which it is shown. Units: px, degrees, luma 0 to 255, face widths, share. */
export const viewMeasures = ['faceWidth', 'cutOff', 'yaw', 'pitch', 'brightness', 'contrast', 'motion', 'detail'] as const;

const ViewMeasure = z.object({
  name: z.enum(viewMeasures),
  value: z.number(),
  /** Bounds of a view that is compared; null: none on that side. */
  least: z.number().nullable(),
  most: z.number().nullable(),
});
export type ViewMeasure = z.infer<typeof ViewMeasure>;

const LiveMatch = z.object({
  /** The nearest worker; null when he was removed meanwhile, or when nobody is enrolled. */
  name: z.string().nullable(),
  /** Cosine of the newest compared frame with the nearest worker and with the next other one; null where there is none. */
  score: z.number().nullable(),
  nextScore: z.number().nullable(),
  /** Score less what the next one takes off it. */
  lead: z.number(),
  /** What is asked of each; `margin`: of the distance to the next one. */
  needed: z.object({ threshold: z.number(), margin: z.number(), lead: z.number() }),
  /** All that is asked is reached. */
  isNamed: z.boolean(),
});
export type LiveMatch = z.infer<typeof LiveMatch>;

const LiveLiveness = z.object({
  /** What the cues say together; null where a move is asked for instead. */
  judgement: z.enum(['live', 'attack', 'undecided']).nullable(),
  /** What an attack is taken for, else null. */
  takenFor: z.string().nullable(),
  /** Sum of the cues' scores. */
  total: z.number(),
  cues: z.array(CueLine),
});
export type LiveLiveness = z.infer<typeof LiveLiveness>;

/** What the terminal measures of whoever stands before it now. */
export const LiveView = z.object({
  /** When the frame was taken, ms since the epoch; null: none came since somebody looks. */
  takenAtMs: z.number().nullable(),
  analysisMs: z.number(),
  face: z
    .object({
      visible: PlacedFace,
      /** Null without a face in the infrared picture, or without that picture. */
      infrared: PlacedFace.nullable(),
      /** Why the view is not compared; null: it is. */
      hint: z.enum(hints).nullable(),
      measures: z.array(ViewMeasure),
      /** Null until a good view was compared. */
      match: LiveMatch.nullable(),
      /** Null where liveness is off. */
      liveness: LiveLiveness.nullable(),
    })
    .nullable(),
});
export type LiveView = z.infer<typeof LiveView>;
