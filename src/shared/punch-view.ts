import { z } from 'zod';
import { LaneNumber } from './lanes.ts';

/** What the list of punches can be narrowed to. `notOpened`: the gate did not confirm that it opened. */
export const punchFilters = ['all', 'waiting', 'setAside', 'sent', 'notOpened'] as const;
export type PunchFilter = (typeof punchFilters)[number];

/** Where the next page of punches begins. */
export const PunchKey = z.object({ atMs: z.number(), id: z.number() });
export type PunchKey = z.infer<typeof PunchKey>;

/** A day by the terminal's own calendar. */
export const Day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

const openingOutcome = z.enum(['pending', 'opened', 'notAnswering', 'unknown']);

/** A punch as it stands in the list. Times are ms since the epoch. */
export const PunchLine = z.object({
  id: z.number(),
  workerId: z.string(),
  /** As the roster has it now; null once the worker was removed. */
  name: z.string().nullable(),
  atMs: z.number(),
  direction: z.enum(['in', 'out']),
  /** Where it was made; told where there are two. */
  lane: LaneNumber,
  /** How far the platform has it; `none`: it is owed to nobody. */
  upload: z.enum(['none', 'waiting', 'sent', 'setAside']),
  opening: openingOutcome.nullable(),
  isClockDoubtful: z.boolean(),
  hasPicture: z.boolean(),
});
export type PunchLine = z.infer<typeof PunchLine>;

/** The whole story of one punch. */
export const PunchStory = PunchLine.extend({
  /** What it was made with, as the platforms number it: 1 a face. */
  kind: z.number(),
  /** Cosine of the decision and the threshold that it was held against. */
  score: z.number(),
  threshold: z.number(),
  openings: z.array(
    z.object({
      id: z.number(),
      atMs: z.number(),
      outcome: openingOutcome,
      settledAtMs: z.number().nullable(),
      isTaken: z.boolean().nullable(),
    }),
  ),
  owed: z
    .object({
      platform: z.enum(['zhejiang', 'sichuan']),
      tries: z.number(),
      /** As the platform's client wrote it down; null without. */
      lastError: z.string().nullable(),
      /** When it was taken, or tried last. */
      updatedMs: z.number(),
    })
    .nullable(),
  /** The worker's photograph is still here. */
  hasPhotograph: z.boolean(),
});
export type PunchStory = z.infer<typeof PunchStory>;

/** What punches are asked for by. */
export const PunchSelection = z.object({
  query: z.string().max(64),
  day: Day.nullable(),
  workerId: z.string().max(64).nullable(),
  filter: z.enum(punchFilters),
});
export type PunchSelection = z.infer<typeof PunchSelection>;

export const DayTally = z.object({ day: Day, punches: z.number(), workers: z.number() });
export type DayTally = z.infer<typeof DayTally>;

/** Whose last punch was an entry. */
export const OnSite = z.object({ workerId: z.string(), name: z.string().nullable(), atMs: z.number() });
export type OnSite = z.infer<typeof OnSite>;

export const exportFormats = ['csv', 'pdf'] as const;
/** Where an export goes: a USB stick by its name; null: the terminal's own folder. */
export const ExportPlace = z.object({ stick: z.string().max(128).nullable(), format: z.enum(exportFormats) });
export type ExportPlace = z.infer<typeof ExportPlace>;

/** What was written. */
export const Exported = z.object({ fileName: z.string(), stick: z.string().nullable(), rows: z.number() });
export type Exported = z.infer<typeof Exported>;
