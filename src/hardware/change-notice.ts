/** Listeners that are told that something changed; each looks itself what. */
export class ChangeNotice {
  readonly #listeners = new Set<() => void>();

  /** Calls `listener` at each change until `signal` aborts. */
  listen(listener: () => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }

  tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}
