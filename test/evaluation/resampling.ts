/** A measured value with the interval in which 95 of 100 repetitions with other people of the same kind would lie. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const REPETITIONS = 1000;

/** Numbers from 0 to 1, the same in every run (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What the exact bounds of shares that are 0 or 1 rest on; they would be too narrow with people who do not count in them. */
export interface Resampling {
  /** By quantity: how many people can change it. Default: everybody who is drawn. A number is for all of them. */
  readonly people?: number | readonly number[];
  /** Differences of shares: they go both ways, and 0 alone says nothing of how often anything happens. */
  readonly areDifferences?: boolean;
  readonly repetitions?: number;
}

/**
 * Bootstrap by person: `measure` is given how often each person counts (each of `strata` is drawn from on its own, with
 * replacement) and answers one share per quantity; first with everybody once. People, not pictures, are drawn: pictures of one
 * person are alike, and an interval that takes them for independent is too narrow.
 */
export function bootstrap(
  strata: readonly (readonly number[])[],
  people: number,
  measure: (weights: Uint16Array) => readonly number[],
  { people: counting, areDifferences = false, repetitions = REPETITIONS }: Resampling = {},
): Estimate[] {
  const measured = measure(new Uint16Array(people).fill(1));
  const everybody = strata.reduce((sum, { length }) => sum + length, 0);
  const countingIn = (index: number): number => (typeof counting === 'number' ? counting : (counting?.[index] ?? everybody));
  const random = seededRandom(20_261_122);
  const repeated = measured.map((): number[] => []);
  const weights = new Uint16Array(people);
  for (let repetition = 0; repetition < repetitions; repetition++) {
    weights.fill(0);
    for (const stratum of strata) {
      for (const _ of stratum) {
        const person = stratum[Math.floor(random() * stratum.length)] ?? 0;
        weights[person] = (weights[person] ?? 0) + 1;
      }
    }
    for (const [index, value] of measure(weights).entries()) if (!Number.isNaN(value)) repeated[index]?.push(value);
  }
  return measured.map((value, index) => {
    const sorted = (repeated[index] ?? []).toSorted((a, b) => a - b);
    const [low, high] = [quantile(sorted, 0.025), quantile(sorted, 0.975)];
    // What never happened never happens in a repetition either: there the exact bound for so many people holds.
    const rare = 0.025 ** (1 / countingIn(index));
    if (areDifferences) return low === 0 && high === 0 ? { value, low: rare - 1, high: 1 - rare } : { value, low, high };
    if (value === 0) return { value, low: 0, high: Math.max(high, 1 - rare) };
    return value === 1 ? { value, low: Math.min(low, rare), high: 1 } : { value, low, high };
  });
}

/** Of sorted values, linearly between neighbours; NaN of none. */
export function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)] ?? NaN;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (place - Math.floor(place)) * (above - below);
}
