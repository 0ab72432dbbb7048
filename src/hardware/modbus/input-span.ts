/** A board may have been put in another's place: as many as are wired are asked for again after this. */
const tryAllAgainMs = 10_000;

/**
 * How many of a board's inputs are read at once, from the first on. A board refuses a request whole when it has fewer: then
 * those up to the next lower wired one are read, so that one mistyped number takes no other input along, the fire alarm's least.
 */
export class InputSpan {
  /** Descending. */
  readonly #counts: readonly number[];
  #at = 0;
  #refusedAtMs = -Infinity;

  /** `lines`: numbers of the wired inputs. */
  constructor(lines: readonly number[]) {
    this.#counts = [...new Set(lines)].toSorted((a, b) => b - a).map((line) => line + 1);
  }

  get isEmpty(): boolean {
    return this.#counts.length === 0;
  }

  /** Some that are wired are left out. */
  get isShort(): boolean {
    return this.#at > 0;
  }

  count(nowMs: number): number {
    if (this.#at > 0 && nowMs - this.#refusedAtMs >= tryAllAgainMs) this.#at = 0;
    return this.#counts[this.#at] ?? 0;
  }

  /** The board has not so many. Answers whether there are fewer to be asked for. */
  refused(nowMs: number): boolean {
    if (this.#at + 1 >= this.#counts.length) return false;
    if (this.#at === 0) this.#refusedAtMs = nowMs;
    this.#at += 1;
    return true;
  }
}
