import { Gallery } from '../../src/recognition/gallery.ts';
import { bootstrap, type Estimate } from './resampling.ts';
import { cosine, TRUSTED_ERRORS, type Sample } from './verification.ts';

/** Who is in the gallery and who comes to it. Persons are numbered through all four lists. */
export interface Scene {
  /** One picture each; those without a face are not in the gallery and their probes fail. */
  readonly enrolled: readonly Sample[];
  /** Nobody of them ever comes. */
  readonly fillers: readonly Sample[];
  /** Other pictures of people of `enrolled`. */
  readonly mates: readonly Sample[];
  /** People who are in no gallery. */
  readonly strangers: readonly Sample[];
}

/** What one search found. */
export interface Search {
  readonly person: number;
  /** Cosine to the own template; null for a stranger, −1 when either picture could not be used. */
  readonly own: number | null;
  /** Nearest worker who is another person, and the next other one after him. */
  readonly other: number;
  readonly third: number;
}

/** Everybody who is enrolled is looked for, and taken out of the gallery to come as a stranger as well. */
export interface Searches {
  readonly templates: number;
  readonly mated: readonly Search[];
  readonly nonMated: readonly Search[];
}

/** Runs every probe against the product's own gallery. */
export function searchAll({ enrolled, fillers, mates, strangers }: Scene): Searches {
  const known = [...enrolled, ...fillers].filter(({ embedding }) => embedding !== null);
  const length = known[0]?.embedding?.length ?? 0;
  const gallery = new Gallery(length);
  const idOf = (person: number): string => `p${String(person)}`;
  const templates = new Map<number, Float32Array>();
  for (const { person, embedding } of known) {
    if (!embedding) continue;
    gallery.put(idOf(person), [embedding]);
    templates.set(person, embedding);
  }
  const others = (embedding: Float32Array) => {
    const { best, runnerUp } = gallery.search(embedding);
    return { other: best?.score ?? -1, third: runnerUp?.score ?? -1 };
  };
  const size = gallery.size;
  const mated = mates.map(({ person, embedding }): Search => {
    const own = templates.get(person);
    if (!embedding) return { person, own: -1, other: -1, third: -1 };
    if (!own) return { person, own: -1, ...others(embedding) };
    gallery.remove(idOf(person));
    const found = others(embedding);
    gallery.put(idOf(person), [own]);
    return { person, own: cosine(embedding, own), ...found };
  });
  const nonMated = strangers.flatMap(({ person, embedding }) =>
    embedding ? [{ person, own: null, ...others(embedding) }] : [],
  );
  return { templates: size, mated, nonMated };
}

/** A point of the open-set curve. */
export interface OpenSetPoint {
  readonly fpir: number;
  readonly threshold: number;
  readonly fnir: Estimate;
  /** Fewer than `TRUSTED_ERRORS` false alarms decide where the threshold lies. */
  readonly isExtrapolated: boolean;
}

/** What the terminal's own limits do to a single picture, without the second frame and the liveness that the gate asks for. */
export interface OperatingPoint {
  readonly threshold: number;
  readonly margin: number;
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
  readonly open: readonly OpenSetPoint[];
  readonly operating: OperatingPoint;
  /** [FPIR, FNIR], for drawing. */
  readonly curve: readonly (readonly [number, number])[];
}

const rates = [0.1, 0.01, 0.001];

/**
 * Searches of people who are not in the gallery: strangers, and the enrolled with their own template taken out, which leaves a
 * gallery smaller by one.
 */
export const alarmsOf = ({ mated, nonMated }: Searches): Search[] => [
  ...nonMated,
  ...mated.filter(({ other }) => other > -1).map((search) => ({ ...search, own: null })),
];

/** 1:N, closed and open set, with the given limits as the operating point. */
export function identify(searches: Searches, limits: { readonly threshold: number; readonly margin: number }): Identification {
  const { mated, nonMated, templates } = searches;
  const alarms = alarmsOf(searches).toSorted((a, b) => b.other - a.other);
  const people = 1 + [...mated, ...nonMated].reduce((most, { person }) => Math.max(most, person), -1);
  const strata = [mated, nonMated].map((list) => [...new Set(list.map(({ person }) => person))]);
  const { threshold, margin } = limits;
  const isFound = ({ own, other }: Search, from: number): boolean => own !== null && own >= from && own > other;
  const isAdmitted = (search: Search): boolean => isFound(search, threshold) && (search.own ?? -1) - search.other >= margin;
  const isTaken = ({ own, other, third }: Search): boolean => other >= threshold && other - Math.max(own ?? -1, third) >= margin;

  const share = (list: readonly Search[], weights: Uint16Array, is: (search: Search) => boolean): number => {
    let some = 0;
    let all = 0;
    for (const search of list) {
      const weight = weights[search.person] ?? 0;
      all += weight;
      if (is(search)) some += weight;
    }
    return some / all;
  };
  const measure = (weights: Uint16Array): number[] => {
    const thresholds = thresholdsOf(alarms, weights);
    return [
      share(mated, weights, (search) => isFound(search, -0.999)),
      share(alarms, weights, isTaken),
      1 - share(mated, weights, isAdmitted),
      share(mated, weights, isTaken),
      ...thresholds.map((from) => 1 - share(mated, weights, (search) => isFound(search, from + Number.EPSILON))),
    ];
  };
  const once = new Uint16Array(people).fill(1);
  const thresholds = thresholdsOf(alarms, once);
  const nothing: Estimate = { value: NaN, low: NaN, high: NaN };
  const [rankOne = nothing, fpir = nothing, fnir = nothing, misidentified = nothing, ...fnirs] = bootstrap(strata, people, measure);
  const open = rates.map((rate, index) => ({
    fpir: rate,
    threshold: thresholds[index] ?? 1,
    fnir: fnirs[index] ?? nothing,
    isExtrapolated: rate * alarms.length < TRUSTED_ERRORS,
  }));
  const curve = alarms.slice(0, Math.ceil(0.3 * alarms.length)).map(({ other }, index): readonly [number, number] => {
    return [(index + 1) / alarms.length, 1 - share(mated, once, (search) => isFound(search, other))];
  });
  return {
    templates,
    mated: mated.length,
    nonMated: alarms.length,
    rankOne,
    open,
    operating: { threshold, margin, fpir, fnir, misidentified },
    curve,
  };
}

/** Highest score that must still be refused, for each of `rates`; `alarms` fall. */
function thresholdsOf(alarms: readonly Search[], weights: Uint16Array): number[] {
  const total = alarms.reduce((sum, { person }) => sum + (weights[person] ?? 0), 0);
  return rates.map((rate) => {
    let over = 0;
    for (const { person, other } of alarms) {
      over += weights[person] ?? 0;
      if (over > rate * total) return other;
    }
    return -1;
  });
}
