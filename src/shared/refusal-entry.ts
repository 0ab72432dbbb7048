import { z } from 'zod';
import { LaneNumber } from './lanes.ts';
import { refusalReasons, type RefusalReason } from './gate-view.ts';

/** What the admin list of refused attempts can be narrowed to. */
export const refusalFilters = ['attack', 'undecided', 'unknown', 'all'] as const;
export type RefusalFilter = (typeof refusalFilters)[number];

/** The reasons that a filter lets through; null: every one. */
export const reasonsOf: Readonly<Record<RefusalFilter, readonly RefusalReason[] | null>> = {
  attack: ['attack'],
  undecided: ['undecided', 'livenessUnavailable'],
  unknown: ['unknown', 'poorView'],
  all: null,
};

/** One cue of a liveness verdict. Score: natural log-likelihood ratio, above 0 speaks for a living face. */
export const CueLine = z.object({ cue: z.string(), score: z.number(), reason: z.string() });
export type CueLine = z.infer<typeof CueLine>;

/** A refused attempt as the clerk sees it. */
export const RefusalEntry = z.object({
  id: z.number(),
  /** ms since the epoch. */
  atMs: z.number(),
  reason: z.enum(refusalReasons),
  /** Where it happened; told where there are two. */
  lane: LaneNumber,
  /** Whose face it was like; null when nobody's, or when nothing was compared. */
  workerId: z.string().nullable(),
  /** Null once the worker was removed. */
  workerName: z.string().nullable(),
  /** What an attack was taken for: `screen`, `print` …; null when it was none. */
  takenFor: z.string().nullable(),
  cues: z.array(CueLine),
  /** What else was written down, as it stands: a hint, a reason of the platform. */
  detail: z.string().nullable(),
  hasPicture: z.boolean(),
});
export type RefusalEntry = z.infer<typeof RefusalEntry>;
