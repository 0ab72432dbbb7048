import { bootstrap, type Estimate } from './resampling.ts';

/** A picture as the comparison sees it. */
export interface Sample {
  /** Number of the person, from 0. */
  readonly person: number;
  /** Null: no face could be enrolled. Its genuine pairs count as refused, its impostor pairs not at all. */
  readonly embedding: Float32Array | null;
  /** Nothing says that two strangers are two people: they are not compared with each other. Default: false. */
  readonly isStranger?: boolean;
}

/** One point of the 1:1 ROC. */
export interface RocPoint {
  readonly far: number;
  /** Cosine above which pairs are accepted. */
  readonly threshold: number;
  readonly tar: Estimate;
  /** Impostor pairs at or above the threshold that decide where it lies. */
  readonly impostorsOver: number;
  /** Fewer than `TRUSTED_ERRORS` impostor pairs decide: the point hangs on single pairs. */
  readonly isExtrapolated: boolean;
}

export interface Verification {
  readonly genuinePairs: number;
  readonly impostorPairs: number;
  readonly points: readonly RocPoint[];
  /** [FAR, TAR], for drawing. */
  readonly curve: readonly (readonly [number, number])[];
}

/** Errors that a rate must rest on so that it is not called extrapolated. */
export const TRUSTED_ERRORS = 10;
const rates = [1e-2, 1e-3, 1e-4, 1e-5];
/** Share of the impostor pairs that is kept: the repetitions of the bootstrap look a little lower than the highest rate. */
const KEPT = 0.04;

export const cosine = (a: Float32Array, b: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
};

/** A pair of pictures, by their places in the samples. */
export interface Pair {
  readonly a: number;
  readonly b: number;
  /** −1 when one of them could not be enrolled. */
  readonly score: number;
}

export interface Pairs {
  /** Both sorted, highest score first. */
  readonly genuine: readonly Pair[];
  /** The highest `KEPT` of all. */
  readonly impostors: readonly Pair[];
  readonly impostorCount: number;
}

/** Every picture against every other. `isLeftOut`: pairs that are not what their names say. */
export function allPairs(samples: readonly Sample[], isLeftOut: (a: number, b: number) => boolean = () => false): Pairs {
  const genuine: Pair[] = [];
  const scores: number[] = [];
  const places: [number, number][] = [];
  for (const [a, { person, embedding, isStranger = false }] of samples.entries()) {
    for (let b = 0; b < a; b++) {
      const other = samples[b];
      if (!other || isLeftOut(a, b)) continue;
      if (isStranger && other.isStranger === true && other.person !== person) continue;
      const score = embedding && other.embedding ? cosine(embedding, other.embedding) : null;
      if (other.person === person) genuine.push({ a, b, score: score ?? -1 });
      else if (score !== null) {
        scores.push(score);
        places.push([a, b]);
      }
    }
  }
  const least = Float32Array.from(scores).sort()[Math.floor((1 - KEPT) * scores.length)] ?? -1;
  const impostors = places.flatMap(([a, b], index): Pair[] => {
    const score = scores[index] ?? -1;
    return score >= least ? [{ a, b, score }] : [];
  });
  const falling = (one: Pair, other: Pair): number => other.score - one.score;
  return { genuine: genuine.toSorted(falling), impostors: impostors.toSorted(falling), impostorCount: scores.length };
}

/** Pairs in which each person counts as often as his weight says. */
export class WeightedPairs {
  readonly people: number;
  readonly #genuine: readonly { readonly person: number; readonly score: number }[];
  /** Falling. */
  readonly #impostors: readonly { readonly one: number; readonly other: number; readonly score: number }[];
  /** Pictures by person, of everybody and of strangers alone. */
  readonly #pictures: { readonly all: Float64Array; readonly strangers: Float64Array };

  constructor(samples: readonly Sample[], pairs: Pairs) {
    const people = 1 + samples.reduce((most, { person }) => Math.max(most, person), -1);
    const personOf = (index: number): number => samples[index]?.person ?? 0;
    this.people = people;
    this.#genuine = pairs.genuine.map(({ a, score }) => ({ person: personOf(a), score }));
    this.#impostors = pairs.impostors.map(({ a, b, score }) => ({ one: personOf(a), other: personOf(b), score }));
    const count = (some: readonly Sample[]): Float64Array => {
      const counts = new Float64Array(people);
      for (const { person, embedding } of some) if (embedding) counts[person] = (counts[person] ?? 0) + 1;
      return counts;
    };
    this.#pictures = { all: count(samples), strangers: count(samples.filter(({ isStranger }) => isStranger)) };
  }

  /** Highest score that the rate still has to refuse, for each of `rates`, which fall. */
  thresholds(weights: Uint16Array, rates: readonly number[]): number[] {
    const total = this.#compared(weights);
    const allowed = rates.map((rate) => rate * total);
    const thresholds = rates.map(() => -1);
    let over = 0;
    for (const { one, other, score } of this.#impostors) {
      over += (weights[one] ?? 0) * (weights[other] ?? 0);
      let isDone = true;
      for (const [index, limit] of allowed.entries()) {
        if (thresholds[index] !== -1) continue;
        if (over > limit) thresholds[index] = score;
        else isDone = false;
      }
      if (isDone) break;
    }
    return thresholds;
  }

  /** Share of the pairs of one person that are accepted. */
  tar(weights: Uint16Array, threshold: number): number {
    let accepted = 0;
    let all = 0;
    for (const { person, score } of this.#genuine) {
      const weight = weights[person] ?? 0;
      all += weight;
      if (score > threshold) accepted += weight;
    }
    return accepted / all;
  }

  /** Share of the pairs of two people that are accepted; true as long as it is below `KEPT`. */
  far(weights: Uint16Array, threshold: number): number {
    let accepted = 0;
    for (const { one, other, score } of this.#impostors) {
      if (score <= threshold) break;
      accepted += (weights[one] ?? 0) * (weights[other] ?? 0);
    }
    return accepted / this.#compared(weights);
  }

  /** Pairs of two people, but of two strangers; the few that are left out by name are counted. */
  #compared(weights: Uint16Array): number {
    return pairsAmong(this.#pictures.all, weights) - pairsAmong(this.#pictures.strangers, weights);
  }
}

/** Pairs of pictures of two people. */
function pairsAmong(pictures: Float64Array, weights: Uint16Array): number {
  let sum = 0;
  let squares = 0;
  for (const [person, count] of pictures.entries()) {
    const share = count * (weights[person] ?? 0);
    sum += share;
    squares += share * share;
  }
  return (sum * sum - squares) / 2;
}

/** 1:1: how many pairs of one person are accepted where a share `far` of the pairs of two people is. */
export function verify(samples: readonly Sample[], pairs: Pairs): Verification {
  const weighted = new WeightedPairs(samples, pairs);
  const { people } = weighted;
  const once = new Uint16Array(people).fill(1);
  const thresholds = weighted.thresholds(once, rates);
  const estimates = bootstrap(
    [[...once.keys()]],
    people,
    (weights) => weighted.thresholds(weights, rates).map((threshold) => weighted.tar(weights, threshold)),
    { people: new Set(pairs.genuine.map(({ a }) => samples[a]?.person)).size },
  );
  const points = rates.map((far, index): RocPoint => {
    const threshold = thresholds[index] ?? 1;
    const impostorsOver = pairs.impostors.filter(({ score }) => score >= threshold).length;
    return {
      far,
      threshold,
      tar: estimates[index] ?? { value: NaN, low: NaN, high: NaN },
      impostorsOver,
      isExtrapolated: far * pairs.impostorCount < TRUSTED_ERRORS,
    };
  });
  const curve = curveRates(pairs.impostorCount).map((far): readonly [number, number] => {
    const highest = pairs.impostors[Math.floor(far * pairs.impostorCount)]?.score ?? -1;
    return [far, weighted.tar(once, highest)];
  });
  return { genuinePairs: pairs.genuine.length, impostorPairs: pairs.impostorCount, points, curve };
}

/** From what the pairs can show up to 1 %, evenly on a logarithmic axis. */
function curveRates(impostorPairs: number): number[] {
  const least = Math.log10(1 / Math.max(100, impostorPairs));
  const steps = 60;
  return Array.from({ length: steps + 1 }, (_, step) => 10 ** (least + ((-2 - least) * step) / steps));
}
