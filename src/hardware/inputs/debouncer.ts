/** Passes a change on once it has stood for so long. For inputs that are polled; the kernel does it for its own lines. */
export class Debouncer {
  readonly #standsMs: number;
  #settled: boolean | null = null;
  #candidate: boolean | null = null;
  #sinceMs = 0;

  constructor(standsMs: number) {
    this.#standsMs = standsMs;
  }

  /** Takes a reading; answers the new state when it changed, else null. The first reading counts at once. */
  push(isActive: boolean, atMs: number): boolean | null {
    if (isActive === this.#settled) {
      this.#candidate = null;
      return null;
    }
    if (this.#candidate !== isActive) {
      this.#candidate = isActive;
      this.#sinceMs = atMs;
    }
    if (this.#settled !== null && atMs - this.#sinceMs < this.#standsMs) return null;
    this.#settled = isActive;
    this.#candidate = null;
    return isActive;
  }

  /** The input was lost: what comes next is a first reading. */
  forget(): void {
    this.#settled = null;
    this.#candidate = null;
  }
}
