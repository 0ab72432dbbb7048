import type { SearchResult } from '../../src/recognition/gallery.ts';
import { leadOf } from '../../src/recognition/match-limits.ts';
import { alarmsOf, type Search, type Searches } from './searches.ts';

/** What a threshold is put on: the nearest worker's cosine, or what the runner-up leaves of it, which the gate asks for as well. */
export const measuresOfMatch = ['score', 'lead'] as const;
export type MeasureOfMatch = (typeof measuresOfMatch)[number];

const candidate = (workerId: string, score: number) => ({ workerId, score });

/** What the gallery answers: `own` where the worker's own template is nearest. */
export function answerOf({ own, other, third }: Search): SearchResult {
  if (own !== null && own > other) return { best: candidate('own', own), runnerUp: candidate('other', other) };
  return { best: candidate('other', other), runnerUp: candidate('third', Math.max(own ?? -1, third)) };
}

/** Of a search that names the right worker, or of any that is a false alarm; −1 of one that misses. */
function strength(search: Search, by: MeasureOfMatch): number {
  const answer = answerOf(search);
  if (search.own !== null && answer.best?.workerId !== 'own') return -1;
  return by === 'score' ? (answer.best?.score ?? -1) : leadOf(answer);
}

/** Workers, and those who are strangers alone: each is drawn from in one of the two. */
export function strataOf({ mated, nonMated }: Searches): number[][] {
  const workers = new Set(mated.map(({ person }) => person));
  return [[...workers], [...new Set(nonMated.map(({ person }) => person))].filter((person) => !workers.has(person))];
}

export const peopleOf = ({ mated, nonMated }: Searches): number =>
  1 + [...mated, ...nonMated].reduce((most, { person }) => Math.max(most, person), -1);

/** Searches in which each person counts as often as his weight says, and only who reaches a threshold is named. */
export class WeightedSearches {
  /** Falling. */
  readonly alarms: readonly { readonly person: number; readonly strength: number }[];
  readonly #mated: readonly { readonly person: number; readonly strength: number }[];

  constructor(searches: Searches, by: MeasureOfMatch) {
    const strengths = (list: readonly Search[]) =>
      list.map((search) => ({ person: search.person, strength: strength(search, by) }));
    this.#mated = strengths(searches.mated);
    this.alarms = strengths(alarmsOf(searches)).toSorted((a, b) => b.strength - a.strength);
  }

  /** Strongest alarm that must still be refused, for each of `rates`. */
  thresholds(weights: Uint16Array, rates: readonly number[]): number[] {
    const total = this.alarms.reduce((sum, { person }) => sum + (weights[person] ?? 0), 0);
    return rates.map((rate) => {
      let over = 0;
      for (const alarm of this.alarms) {
        over += weights[alarm.person] ?? 0;
        if (over > rate * total) return alarm.strength;
      }
      return -1;
    });
  }

  /** Share of the workers' searches that do not name them. */
  fnir(weights: Uint16Array, threshold: number): number {
    return 1 - shareOf(this.#mated, weights, ({ strength }) => strength > threshold);
  }

  /** Share of the searches of people who are not in the gallery that name somebody. */
  fpir(weights: Uint16Array, threshold: number): number {
    return shareOf(this.alarms, weights, ({ strength }) => strength > threshold);
  }
}

/** Share of the workers' searches whose nearest template is their own. */
export const shareOfRankOne =
  ({ mated }: Searches) =>
  (weights: Uint16Array): number =>
    shareOf(mated, weights, ({ own, other }) => own !== null && own > other);

/** Who of the weighted people is it that `is` holds for? */
function shareOf<T extends { readonly person: number }>(
  list: readonly T[],
  weights: Uint16Array,
  is: (one: T) => boolean,
): number {
  let some = 0;
  let all = 0;
  for (const one of list) {
    const weight = weights[one.person] ?? 0;
    all += weight;
    if (is(one)) some += weight;
  }
  return some / all;
}
