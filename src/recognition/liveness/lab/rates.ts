/** A share that was counted, with the interval in which the true one lies in 95 of 100 such counts. */
export interface Rate {
  readonly count: number;
  readonly of: number;
  /** Null of nothing. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959964;

/** Share with Wilson's score interval, which holds also near 0 and for few trials. */
export function rateOf(count: number, of: number): Rate {
  if (of === 0) return { count, of, share: null, low: 0, high: 1 };
  const share = count / of;
  const middle = (share + (Z * Z) / (2 * of)) / (1 + (Z * Z) / of);
  const reach = (Z / (1 + (Z * Z) / of)) * Math.sqrt((share * (1 - share)) / of + (Z * Z) / (4 * of * of));
  // At the ends the formula is exact and the arithmetic is not.
  return { count, of, share, low: count === 0 ? 0 : middle - reach, high: count === of ? 1 : middle + reach };
}

/** Trials without an error that it takes for the upper end of Wilson's interval to fall to `share`. */
export const trialsFor = (share: number): number => Math.ceil((Z * Z * (1 - share)) / share);

/**
 * Area under the ROC curve: how often a random one of `higher` scores above a random one of `lower`, ties counting half.
 * Null when either is empty.
 */
export function auc(higher: readonly number[], lower: readonly number[]): number | null {
  if (higher.length === 0 || lower.length === 0) return null;
  let wins = 0;
  for (const one of higher) for (const other of lower) wins += one > other ? 1 : one === other ? 0.5 : 0;
  return wins / (higher.length * lower.length);
}
