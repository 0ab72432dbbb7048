/** What every request has that reached the platform, and what became of it. */
export interface AnyRequest {
  readonly seq: number;
  readonly atMs: number;
  /** What was answered, or what befell it (`dropped`, `hung` …); empty until then. */
  outcome: string;
  /** What a strict reader of the document would mind. */
  readonly remarks: string[];
}

type Arrival<R> = R extends unknown ? Omit<R, keyof AnyRequest> : never;

const KEEP_REQUESTS = 10_000;

/** Everything that reached the platform, and who waits for news of it. */
export class Journal<R extends AnyRequest> {
  /** The newest 10,000 at least. */
  readonly requests: R[] = [];
  readonly #watchers = new Set<() => void>();
  readonly #listeners = new Set<(request: R) => void>();
  #lastRequest = 0;

  seen(arrival: Arrival<R>): R {
    const whole = { ...arrival, seq: ++this.#lastRequest, atMs: Date.now(), remarks: [], outcome: '' } as unknown as R;
    this.requests.push(whole);
    if (this.requests.length > KEEP_REQUESTS * 1.1) this.requests.splice(0, this.requests.length - KEEP_REQUESTS);
    return whole;
  }

  /** A request's outcome is known: it is printed and everyone who waits looks again. */
  settle(request: R, outcome: string): void {
    request.outcome = outcome;
    for (const listener of this.#listeners) listener(request);
    this.changed();
  }

  changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  onChange(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  onRequest(listener: (request: R) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Resolves with what `probe` gives once that is neither null, undefined nor false; asked again after every change.
   * @throws after `timeoutMs`.
   */
  async until<T>(probe: () => T | null | undefined | false, timeoutMs: number): Promise<T> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const value = probe();
        if (value === null || value === undefined || value === false) return;
        clearTimeout(timer);
        stop();
        resolve(value);
      };
      const stop = this.onChange(look);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`not within ${timeoutMs} ms: ${probe.toString()}`));
      }, timeoutMs);
      look();
    });
  }
}
