import type { SearchResult } from '../../src/recognition/gallery.ts';
import { leadOf, namedBy, type MatchLimits } from '../../src/recognition/match-limits.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { alarmsOf, type Search, type Searches } from './searches.ts';
import { TRUSTED_ERRORS } from './verification.ts';

/** What a threshold is put on: the nearest worker's cosine, or what the runner-up leaves of it, which the gate asks for as well. */
export const measuresOfMatch = ['score', 'lead'] as const;
export type MeasureOfMatch = (typeof measuresOfMatch)[number];

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

const candidate = (workerId: string, score: number) => ({ workerId, score });

/** What the gallery answers: `own` where the worker's own template is nearest. */
function answerOf({ own, other, third }: Search): SearchResult {
  if (own !== null && own > other) return { best: candidate('own', own), runnerUp: candidate('other', other) };
  return { best: candidate('other', other), runnerUp: candidate('third', Math.max(own ?? -1, third)) };
}

/** Of a search that names the right worker, or of any that is a false alarm; −1 of one that misses. */
function strength(search: Search, by: MeasureOfMatch): number {
  const answer = answerOf(search);
  if (search.own !== null && answer.best?.workerId !== 'own') return -1;
  return by === 'score' ? (answer.best?.score ?? -1) : leadOf(answer);
}

/** Who of the weighted people is it that `is` holds for? */
function share(list: readonly Search[], weights: Uint16Array, is: (search: Search, index: number) => boolean): number {
  let some = 0;
  let all = 0;
  for (const [index, search] of list.entries()) {
    const weight = weights[search.person] ?? 0;
    all += weight;
    if (is(search, index)) some += weight;
  }
  return some / all;
}

const nothing: Estimate = { value: NaN, low: NaN, high: NaN };

/** Workers, and those who are strangers alone: each is drawn from in one of the two. */
function strataOf({ mated, nonMated }: Searches): number[][] {
  const workers = new Set(mated.map(({ person }) => person));
  return [[...workers], [...new Set(nonMated.map(({ person }) => person))].filter((person) => !workers.has(person))];
}

const peopleOf = ({ mated, nonMated }: Searches): number =>
  1 + [...mated, ...nonMated].reduce((most, { person }) => Math.max(most, person), -1);

/** How often the limits let a stranger pass, and stop a worker; `rankOne` needs none. */
export function operate(searches: Searches, limits: MatchLimits): OperatingPoint & { readonly rankOne: Estimate } {
  const people = peopleOf(searches);
  // Everything that is counted, by person: the repetitions need no single searches.
  const counts = { mated: tally(people), right: tally(people), found: tally(people), taken: tally(people) };
  const alarms = { all: tally(people), named: tally(people) };
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
  const alarms = alarmsOf(searches);
  const strata = strataOf(searches);
  const people = peopleOf(searches);
  return {
    templates: searches.templates,
    mated: searches.mated.length,
    nonMated: alarms.length,
    rankOne,
    open: {
      score: openSet(searches.mated, alarms, strata, people, 'score'),
      lead: openSet(searches.mated, alarms, strata, people, 'lead'),
    },
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
  const RATE = rates.indexOf(0.01);
  const missed = (searches: Searches, by: MeasureOfMatch) => {
    const alarms = fallingAlarms(alarmsOf(searches), by);
    const strengths = searches.mated.map((search) => strength(search, by));
    return (weights: Uint16Array): number => {
      const threshold = thresholdsOf(alarms, weights)[RATE] ?? 1;
      return 1 - share(searches.mated, weights, (_, index) => (strengths[index] ?? -1) > threshold);
    };
  };
  const right = (searches: Searches) => (weights: Uint16Array) =>
    share(searches.mated, weights, ({ own, other }) => own !== null && own > other);
  const measures = [
    [missed(first, 'score'), missed(second, 'score')],
    [missed(first, 'lead'), missed(second, 'lead')],
    [right(first), right(second)],
  ] as const;
  const [fnirByScore = nothing, fnirByLead = nothing, rankOne = nothing] = bootstrap(
    strataOf(first),
    peopleOf(first),
    (weights) => measures.map(([before, after]) => after(weights) - before(weights)),
  );
  return { fnirByScore, fnirByLead, rankOne };
}

const fallingAlarms = (alarms: readonly Search[], by: MeasureOfMatch) =>
  alarms.map((search) => ({ ...search, strength: strength(search, by) })).toSorted((a, b) => b.strength - a.strength);

function openSet(
  mated: readonly Search[],
  unsorted: readonly Search[],
  strata: readonly (readonly number[])[],
  people: number,
  by: MeasureOfMatch,
): OpenSet {
  const alarms = fallingAlarms(unsorted, by);
  const strengths = mated.map((search) => strength(search, by));
  const fnir = (weights: Uint16Array, threshold: number): number =>
    1 - share(mated, weights, (_, index) => (strengths[index] ?? -1) > threshold);
  const estimates = bootstrap(strata, people, (weights) =>
    thresholdsOf(alarms, weights).map((threshold) => fnir(weights, threshold)),
  );
  const once = new Uint16Array(people).fill(1);
  const thresholds = thresholdsOf(alarms, once);
  return {
    points: rates.map((rate, index) => ({
      fpir: rate,
      threshold: thresholds[index] ?? 1,
      fnir: estimates[index] ?? nothing,
      isExtrapolated: rate * alarms.length < TRUSTED_ERRORS,
    })),
    curve: alarms
      .slice(0, Math.ceil(0.3 * alarms.length))
      .map((alarm, index) => [(index + 1) / alarms.length, fnir(once, alarm.strength)] as const),
  };
}

/** Strongest alarm that must still be refused, for each of `rates`; `alarms` fall. */
function thresholdsOf(alarms: readonly { readonly person: number; readonly strength: number }[], weights: Uint16Array): number[] {
  const total = alarms.reduce((sum, { person }) => sum + (weights[person] ?? 0), 0);
  return rates.map((rate) => {
    let over = 0;
    for (const alarm of alarms) {
      over += weights[alarm.person] ?? 0;
      if (over > rate * total) return alarm.strength;
    }
    return -1;
  });
}
