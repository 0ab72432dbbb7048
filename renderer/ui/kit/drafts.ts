import { createContext, use, useCallback, useSyncExternalStore } from 'react';

/** What was entered and not yet saved; it outlives the page that it was entered on, and the way back to the kiosk. */
export class DraftStore {
  readonly #values = new Map<string, unknown>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  get(key: string): unknown {
    return this.#values.get(key);
  }

  /** Undefined: nothing is waiting any more. */
  set(key: string, value: unknown): void {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    for (const listener of this.#listeners) listener();
  }
}

const DraftContext = createContext<DraftStore | null>(null);
export const DraftProvider = DraftContext;

/**
 * Like `useState`, but kept under `key` while the page of the terminal lives: the admin side closes itself after three
 * minutes, and what was typed is there when it is opened again. `set(undefined)` forgets it.
 */
export function useDraft<T>(key: string, initial: T): readonly [T, (value: T | undefined) => void] {
  const drafts = use(DraftContext);
  if (!drafts) throw new Error('DraftProvider is missing');
  // One key has one type: the one of the component that names it.
  const kept = useSyncExternalStore(drafts.subscribe, () => drafts.get(key)) as T | undefined;
  const set = useCallback((value: T | undefined) => drafts.set(key, value), [drafts, key]);
  return [kept ?? initial, set];
}
