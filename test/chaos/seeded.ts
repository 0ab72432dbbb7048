/** 0 ≤ x < 1. */
export type Random = () => number;

/** A small seeded generator (mulberry32), so that a run that went wrong can be tried again. */
export function seeded(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of `items`, each as likely as its weight says. */
export function pickWeighted<T extends { readonly weight: number }>(items: readonly T[], random: Random): T {
  let left = random() * items.reduce((total, { weight }) => total + weight, 0);
  for (const item of items) {
    left -= item.weight;
    if (left < 0) return item;
  }
  const last = items.at(-1);
  if (last === undefined) throw new Error('nothing to pick from');
  return last;
}

export const pickOne = <T>(items: readonly T[], random: Random): T =>
  pickWeighted(
    items.map((item) => ({ item, weight: 1 })),
    random,
  ).item;
