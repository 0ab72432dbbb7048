import { z } from 'zod';

/** One call of the platform as the Platform page lists it. */
export const PlatformCallLine = z.object({
  /** As the province's document names it. */
  name: z.string(),
  /** ms since the epoch. */
  atMs: z.number(),
  tookMs: z.number(),
  /** Null: no answer came. */
  sentBytes: z.number().nullable(),
  receivedBytes: z.number().nullable(),
  /** The platform's code, or a fault's when no answer came. */
  code: z.string(),
  isFine: z.boolean(),
});
export type PlatformCallLine = z.infer<typeof PlatformCallLine>;
