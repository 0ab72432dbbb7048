/** Changes one after the other, in the order asked for: none can be overtaken by one that came later. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();

  /** Runs `change` when all earlier ones have ended, however they ended. */
  run<T>(change: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(change);
    this.#last = mine.catch(() => undefined);
    return mine;
  }
}
