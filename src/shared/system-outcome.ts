import { z } from 'zod';

/** What a change of the network or the clock came to; `detail`: what the system said, for the technician. */
export const SystemOutcome = z.object({
  kind: z.enum(['done', 'missing', 'refused', 'wrongPassword', 'notFound', 'invalid', 'failed', 'timeout']),
  detail: z.string().nullable(),
});
export type SystemOutcome = z.infer<typeof SystemOutcome>;
