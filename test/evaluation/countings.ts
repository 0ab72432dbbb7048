import { pairsOfAlbum, type Album } from './album.ts';
import type { Removed } from './removed-pairs.ts';
import type { Searches } from './searches.ts';
import { WeightedPairs } from './verification.ts';
import { peopleOf, shareOfRankOne, strataOf, WeightedSearches, type MeasureOfMatch } from './weighted-searches.ts';

/** One measure on one set of people, who count as often as their weights say. */
export interface Counting {
  readonly strata: readonly (readonly number[])[];
  readonly people: number;
  readonly trials: number;
  /** Trials that may let in whom they should not. */
  readonly errorTrials: number;
  /** Share of them that the threshold lets in; null where nothing depends on a threshold. */
  readonly rate: number | null;
  threshold(weights: Uint16Array): number;
  value(weights: Uint16Array, threshold: number): number;
  errors(weights: Uint16Array, threshold: number): number;
}

const FAR = 1e-3;
const FPIR = 0.01;

/** TAR at FAR 1e-3. */
export function acceptedIn(album: Album, removed: Removed): Counting {
  const { pictures } = album;
  const pairs = pairsOfAlbum(album, removed);
  const weighted = new WeightedPairs(pictures, pairs);
  const strangers = new Set(pictures.filter(({ isStranger }) => isStranger).map(({ person }) => person));
  const everybody = [...Array(weighted.people).keys()];
  return {
    strata: [everybody.filter((person) => !strangers.has(person)), [...strangers]],
    people: weighted.people,
    ...{ trials: pairs.genuine.length, errorTrials: pairs.impostorCount, rate: FAR },
    threshold: (weights) => weighted.thresholds(weights, [FAR])[0] ?? 1,
    value: (weights, threshold) => weighted.tar(weights, threshold),
    errors: (weights, threshold) => weighted.far(weights, threshold),
  };
}

/** FNIR at FPIR 1 %. */
export function missedIn(searches: Searches, by: MeasureOfMatch): Counting {
  const weighted = new WeightedSearches(searches, by);
  return {
    ...{ strata: strataOf(searches), people: peopleOf(searches) },
    ...{ trials: searches.mated.length, errorTrials: weighted.alarms.length, rate: FPIR },
    threshold: (weights) => weighted.thresholds(weights, [FPIR])[0] ?? 1,
    value: (weights, threshold) => weighted.fnir(weights, threshold),
    errors: (weights, threshold) => weighted.fpir(weights, threshold),
  };
}

/** Rank 1. */
export const nearestIn = (searches: Searches): Counting => ({
  ...{ strata: strataOf(searches), people: peopleOf(searches) },
  ...{ trials: searches.mated.length, errorTrials: 0, rate: null },
  threshold: () => 0,
  value: shareOfRankOne(searches),
  errors: () => 0,
});
