import { z } from 'zod';

/** A passage of the past that a threshold was compared with. */
export const ScoredPassage = z.object({
  kind: z.enum(['punch', 'unknown']),
  id: z.number(),
  /** ms since the epoch. */
  atMs: z.number(),
  /** Cosine of the best worker. */
  score: z.number(),
  /** Whose face it was, or was most like; null once the worker was removed, or when nobody's. */
  name: z.string().nullable(),
});
export type ScoredPassage = z.infer<typeof ScoredPassage>;

export const TuningView = z.object({
  /** What is asked of a face now; null when nothing can tell. */
  threshold: z.number().nullable(),
  /** Newest first. */
  passages: z.array(ScoredPassage),
});
export type TuningView = z.infer<typeof TuningView>;

/**
 * Passages that would have ended otherwise with this threshold. Who stays below it is surely not recognised; who was not and
 * reaches it may be, for the lead over the next worker is asked as well.
 */
export const changedBy = (passages: readonly ScoredPassage[], threshold: number): readonly ScoredPassage[] =>
  passages.filter(({ kind, score }) => (kind === 'punch' ? score < threshold : score >= threshold));
