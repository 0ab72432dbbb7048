/** Works on one item at a time; of those that arrive meanwhile only the newest waits. */
export class LatestOnly<T> {
  readonly #work: (item: T) => Promise<void>;
  readonly #onFailure: (error: unknown) => void;
  #waiting: { readonly item: T } | null = null;
  #isBusy = false;

  /**
   * @param onFailure told of each rejection of `work`; the next item is worked on all the same
   */
  constructor(work: (item: T) => Promise<void>, onFailure: (error: unknown) => void) {
    this.#work = work;
    this.#onFailure = onFailure;
  }

  offer(item: T): void {
    this.#waiting = { item };
    if (!this.#isBusy) void this.#drain();
  }

  async #drain(): Promise<void> {
    this.#isBusy = true;
    while (this.#waiting !== null) {
      const { item } = this.#waiting;
      this.#waiting = null;
      try {
        await this.#work(item);
      } catch (error) {
        this.#onFailure(error);
      }
    }
    this.#isBusy = false;
  }
}
