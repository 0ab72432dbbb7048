import { z } from 'zod';

/** When the disk will be full at the pace of the last days. */
export const Forecast = z.discriminatedUnion('kind', [
  /** Too little was recorded to say. */
  z.object({ kind: z.literal('unknown') }),
  /** Records grow old and leave before the disk is full. */
  z.object({ kind: z.literal('never'), perDayBytes: z.number() }),
  z.object({ kind: z.literal('fullIn'), days: z.number(), perDayBytes: z.number() }),
]);
export type Forecast = z.infer<typeof Forecast>;

export const StorageView = z.object({
  databaseBytes: z.number(),
  logBytes: z.number(),
  freeBytes: z.number(),
  punches: z.number(),
  refusals: z.number(),
  punchDays: z.number(),
  refusalDays: z.number(),
  forecast: Forecast,
});
export type StorageView = z.infer<typeof StorageView>;

/** A line of the log as written: what happened where; `details` as JSON. */
export const LogLine = z.object({
  at: z.string(),
  level: z.string(),
  area: z.string(),
  event: z.string(),
  details: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;
