import { z } from 'zod';

/**
 * How often this site's own people would be taken for each other: each worker's photograph, searched in the gallery without him,
 * comes as a stranger of the site's own population would. Single pictures; the gate asks two to agree.
 */
export const SiteRate = z.object({
  /** ms since the epoch at which it was measured. */
  atMs: z.number(),
  /** Workers whose photograph was searched, but for `doubles`. */
  workers: z.number(),
  /** Of them, would be taken for somebody else. */
  named: z.number(),
  /** Of `named`, for somebody whom the roster shows as very like: may be one person under two ids. */
  lookalikes: z.number(),
  /** Taken for somebody of the same name: most likely one person under two ids, and no false match. Counted nowhere else. */
  doubles: z.number(),
  /** Limits at which it was measured; cosines. */
  limits: z.object({ threshold: z.number(), margin: z.number(), lead: z.number() }),
  /** `named` of `workers` with its 95 % interval; null: too few workers to say. */
  rate: z.object({ share: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Is more than `acceptable` sure, that is, also at the lower end of the interval? */
  isHigh: z.boolean(),
  /** The least threshold at which no more than `acceptable` would be named; null: `limits` name no more, or no threshold that can be set does. */
  neededThreshold: z.number().nullable(),
});
export type SiteRate = z.infer<typeof SiteRate>;

/** What the technician sees of it. */
export const SiteRateView = z.object({
  /** Null until it was measured. */
  measured: SiteRate.nullable(),
  /** What the recogniser's makers expect at this size, from other people's pictures; null where nothing can tell. */
  expected: z.number().nullable(),
});
export type SiteRateView = z.infer<typeof SiteRateView>;

/** Share of single pictures that a site can live with. */
export const acceptable = 0.01;
/** Below so many workers one more or less changes the rate too much. */
export const fewestWorkers = 50;

/** A share in percent; two digits behind the point where it is below one in a hundred. */
export const percentText = (share: number): string => `${(100 * share).toFixed(share > 0 && share < 0.01 ? 2 : 1)} %`;
