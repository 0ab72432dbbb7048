/** Counts a card or code once, however often it is seen while it is held there. */
export class Repeats {
  readonly #repeatMs: number;
  readonly #seenMs = new Map<string, number>();

  /** `repeatMs`: the same one counts again after being away for so long. */
  constructor(repeatMs: number) {
    this.#repeatMs = repeatMs;
  }

  /** Whether it counts now; `atMs`: monotonic. */
  isNew(what: string, atMs: number): boolean {
    for (const [known, seenMs] of this.#seenMs) if (atMs - seenMs >= this.#repeatMs) this.#seenMs.delete(known);
    const isNew = !this.#seenMs.has(what);
    this.#seenMs.set(what, atMs);
    return isNew;
  }
}
