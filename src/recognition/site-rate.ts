import { acceptable, fewestWorkers, type SiteRate } from '../shared/site-rate.ts';
import { rateOf } from './liveness/lab/rates.ts';
import type { MatchLimits } from './match-limits.ts';

/** What became of one worker's photograph that was searched in the gallery without him. */
export type OwnSearch =
  | { readonly kind: 'nobody' }
  /** `score`: cosine to whom he was taken for. `isLookalike`: the roster shows the two as very like. */
  | { readonly kind: 'named'; readonly score: number; readonly isLookalike: boolean }
  /** Taken for somebody of his own name. */
  | { readonly kind: 'double' };

/** The largest threshold that a site can set. */
const MOST_THRESHOLD = 0.95;
/** A threshold is said in thousandths. */
const STEPS = 1_000;

/** What the searches of all workers say of the site. */
export function siteRateOf(searches: Iterable<OwnSearch>, limits: MatchLimits, atMs: number): SiteRate {
  let [nobody, lookalikes, doubles] = [0, 0, 0];
  const scores: number[] = [];
  for (const search of searches) {
    if (search.kind === 'nobody') nobody++;
    else if (search.kind === 'double') doubles++;
    else {
      scores.push(search.score);
      if (search.isLookalike) lookalikes++;
    }
  }
  const named = scores.length;
  const workers = nobody + named;
  const rate = workers < fewestWorkers ? null : intervalOf(named, workers);
  return {
    ...{ atMs, workers, named, lookalikes, doubles, rate },
    limits: { threshold: limits.threshold, margin: limits.margin, lead: limits.lead },
    isHigh: rate !== null && rate.low > acceptable,
    neededThreshold: rate === null ? null : neededThreshold(scores, workers),
  };
}

/**
 * Wilson's interval for half as many searches: if one is taken for another, that one is mostly taken for him in turn, and the
 * count varies about twice as much as that of independent searches would (`npm run evaluate -- --site-rate`).
 */
function intervalOf(named: number, workers: number): NonNullable<SiteRate['rate']> {
  const { share, low, high } = rateOf(named / 2, workers / 2);
  return { share: share ?? 0, low, high };
}

/** Raising the threshold alone takes names away and adds none: those at the limits are enough to tell. */
function neededThreshold(scores: readonly number[], workers: number): number | null {
  const tolerable = Math.floor(acceptable * workers);
  const nearest = scores.toSorted((a, b) => b - a)[tolerable];
  if (nearest === undefined) return null;
  const needed = (Math.floor(nearest * STEPS) + 1) / STEPS;
  return needed <= MOST_THRESHOLD ? needed : null;
}
