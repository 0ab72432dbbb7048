/** Bounds of a back-off, ms. */
export interface BackOffBounds {
  /** Upper end of the first wait. */
  readonly firstMs: number;
  /** No wait is longer. */
  readonly mostMs: number;
}

/** Waits that double, each between half and the whole of its step, so that terminals do not return all at once. */
export class BackOff {
  readonly #bounds: BackOffBounds;
  readonly #random: () => number;
  #steps = 0;

  /** `random`: 0 ≤ x < 1. */
  constructor(bounds: BackOffBounds, random: () => number) {
    this.#bounds = bounds;
    this.#random = random;
  }

  /** Length of the next wait, ms. */
  next(): number {
    const wait = waitAfter(this.#steps, this.#bounds, this.#random);
    this.#steps += 1;
    return wait;
  }

  /** It worked: the next wait is a first one again. */
  reset(): void {
    this.#steps = 0;
  }
}

/** Wait after `failures` failures in a row before it (0: the first), ms. */
export function waitAfter(failures: number, { firstMs, mostMs }: BackOffBounds, random: () => number): number {
  const step = Math.min(mostMs, firstMs * 2 ** Math.min(failures, 30));
  return step / 2 + (step / 2) * random();
}
