import { namedBy, type MatchLimits } from '../../src/recognition/match-limits.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { alarmsOf, type Search, type Searches } from './searches.ts';
import { TRUSTED_ERRORS } from './verification.ts';
import { answerOf, peopleOf, shareOfRankOne, strataOf, WeightedSearches, type MeasureOfMatch } from './weighted-searches.ts';

/** A point of the open-set curve. */
export interface OpenSetPoint {
  readonly fpir: number;
  readonly threshold: number;
  readonly fnir: Estimate;
  /** Fewer than `TRUSTED_ERRORS` false alarms decide where the threshold lies. */
  readonly isExtrapolated: boolean;
}

export interface OpenSet {
  readonly points: readonly OpenSetPoint[];
  /** [FPIR, FNIR], for drawing. */
  readonly curve: readonly (readonly [number, number])[];
}

/** What the terminal's own limits do to a single picture, without the second frame and the liveness that the gate asks for. */
export interface OperatingPoint {
  readonly limits: MatchLimits;
  readonly fpir: Estimate;
  readonly fnir: Estimate;
  /** Workers taken for another worker. */
  readonly misidentified: Estimate;
}

export interface Identification {
  readonly templates: number;
  readonly mated: number;
  readonly nonMated: number;
  readonly rankOne: Estimate;
  readonly open: Readonly<Record<MeasureOfMatch, OpenSet>>;
  readonly operating: OperatingPoint;
}

const rates = [0.1, 0.01, 0.001];

const nothing: Estimate = { value: NaN, low: NaN, high: NaN };

const peopleIn = (searches: readonly Search[]): number => new Set(searches.map(({ person }) => person)).size;

/** How often the limits let a stranger pass, and stop a worker; `rankOne` needs none. */
export function operate(searches: Searches, limits: MatchLimits): OperatingPoint & { readonly rankOne: Estimate } {
  const people = peopleOf(searches);
  // Everything that is counted, by person: the repetitions need no single searches.
  const counts = { mated: tally(people), right: tally(people), found: tally(people), taken: tally(people) };
  const alarms = { all: tally(people), named: tally(people) };
  const workers = peopleIn(searches.mated);
  const named = (search: Search): string | null => namedBy(answerOf(search), limits)?.workerId ?? null;
  for (const search of searches.mated) {
    counts.mated.add(search.person);
    if (search.own !== null && search.own > search.other) counts.right.add(search.person);
    const name = named(search);
    if (name === 'own') counts.found.add(search.person);
    else if (name !== null) counts.taken.add(search.person);
  }
  for (const search of alarmsOf(searches)) {
    alarms.all.add(search.person);
    if (named(search) !== null) alarms.named.add(search.person);
  }
  const [rankOne = nothing, fpir = nothing, fnir = nothing, misidentified = nothing] = bootstrap(
    strataOf(searches),
    people,
    (weights) => {
      const mated = counts.mated.sum(weights);
      return [
        counts.right.sum(weights) / mated,
        alarms.named.sum(weights) / alarms.all.sum(weights),
        1 - counts.found.sum(weights) / mated,
        counts.taken.sum(weights) / mated,
      ];
    },
    { people: [workers, peopleIn(alarmsOf(searches)), workers, workers] },
  );
  return { limits, rankOne, fpir, fnir, misidentified };
}

function tally(people: number) {
  const counts = new Uint32Array(people);
  return {
    add: (person: number): void => {
      counts[person] = (counts[person] ?? 0) + 1;
    },
    sum: (weights: Uint16Array): number => counts.reduce((sum, count, person) => sum + count * (weights[person] ?? 0), 0),
  };
}

/** 1:N, closed and open set, with the given limits as the operating point. */
export function identify(searches: Searches, limits: MatchLimits): Identification {
  const { rankOne, ...operating } = operate(searches, limits);
  return {
    templates: searches.templates,
    mated: searches.mated.length,
    nonMated: alarmsOf(searches).length,
    rankOne,
    open: { score: openSet(searches, 'score'), lead: openSet(searches, 'lead') },
    operating,
  };
}

/** How a second run differs from a first one of the same searches: shares, less than 0 is fewer misses. */
export interface OpenSetChange {
  readonly fnirByScore: Estimate;
  readonly fnirByLead: Estimate;
  readonly rankOne: Estimate;
}

/** Both at their own threshold of FPIR 1 %, people drawn for both alike. */
export function changeOf(first: Searches, second: Searches): OpenSetChange {
  const missed = (searches: Searches, by: MeasureOfMatch) => {
    const weighted = new WeightedSearches(searches, by);
    return (weights: Uint16Array): number => weighted.fnir(weights, weighted.thresholds(weights, [0.01])[0] ?? 1);
  };
  const measures = [
    [missed(first, 'score'), missed(second, 'score')],
    [missed(first, 'lead'), missed(second, 'lead')],
    [shareOfRankOne(first), shareOfRankOne(second)],
  ] as const;
  const [fnirByScore = nothing, fnirByLead = nothing, rankOne = nothing] = bootstrap(
    strataOf(first),
    peopleOf(first),
    (weights) => measures.map(([before, after]) => after(weights) - before(weights)),
    { people: peopleIn(first.mated), areDifferences: true },
  );
  return { fnirByScore, fnirByLead, rankOne };
}

function openSet(searches: Searches, by: MeasureOfMatch): OpenSet {
  const weighted = new WeightedSearches(searches, by);
  const people = peopleOf(searches);
  const estimates = bootstrap(
    strataOf(searches),
    people,
    (weights) => weighted.thresholds(weights, rates).map((threshold) => weighted.fnir(weights, threshold)),
    { people: peopleIn(searches.mated) },
  );
  const once = new Uint16Array(people).fill(1);
  const thresholds = weighted.thresholds(once, rates);
  const { alarms } = weighted;
  return {
    points: rates.map((rate, index) => ({
      fpir: rate,
      threshold: thresholds[index] ?? 1,
      fnir: estimates[index] ?? nothing,
      isExtrapolated: rate * alarms.length < TRUSTED_ERRORS,
    })),
    curve: alarms
      .slice(0, Math.ceil(0.3 * alarms.length))
      .map((alarm, index) => [(index + 1) / alarms.length, weighted.fnir(once, alarm.strength)] as const),
  };
}
