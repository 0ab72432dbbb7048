import type { Clock } from '../shared/clock.ts';
import { waitAfter, type BackOffBounds } from './back-off.ts';
import { pause } from './pause.ts';

/** `again`: it could not be carried through now. */
export type Attempt = 'finished' | 'again';

interface Entry<T> {
  readonly id: string;
  readonly job: T;
  readonly failures: number;
  readonly dueMs: number;
}

export interface TaskQueueOptions<T> {
  /** Must not reject. */
  readonly work: (job: T) => Promise<Attempt>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly waits: BackOffBounds;
  /** True: nothing passes a job that has to be done again, because what comes later was meant to come later. Default false. */
  readonly isOrdered?: boolean;
}

/** Jobs one after the other, oldest first; one that has to be done again waits, and the others go on or wait behind it. */
export class TaskQueue<T> {
  readonly #options: TaskQueueOptions<T>;
  readonly #stop = new AbortController();
  readonly #ids = new Set<string>();
  #entries: readonly Entry<T>[] = [];
  #wake = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: TaskQueueOptions<T>) {
    this.#options = options;
    this.#ended = this.#run();
  }

  /** Adds a job; one that waits or runs already is not added twice. */
  add(id: string, job: T): void {
    if (this.#ids.has(id)) return;
    this.#ids.add(id);
    this.#entries = [...this.#entries, { id, job, failures: 0, dueMs: Number.NEGATIVE_INFINITY }];
    this.#wake.abort();
  }

  /** Whether a job waits or runs. */
  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** Jobs that wait, besides the one that runs. */
  get waiting(): number {
    return this.#entries.length;
  }

  /** Jobs that failed for want of the platform need not wait any longer. */
  hurry(): void {
    this.#entries = this.#entries.map((entry) => ({ ...entry, dueMs: Number.NEGATIVE_INFINITY }));
    this.#wake.abort();
  }

  /** Waits for the job that runs; those that wait are dropped. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#ended;
  }

  async #run(): Promise<void> {
    const { work, clock, random, waits, isOrdered = false } = this.#options;
    while (!this.#stop.signal.aborted) {
      this.#wake = new AbortController();
      const now = clock.monotonic();
      const candidates = isOrdered ? this.#entries.slice(0, 1) : this.#entries;
      const entry = candidates.find(({ dueMs }) => dueMs <= now);
      if (!entry) {
        const first = Math.min(...candidates.map(({ dueMs }) => dueMs - now), longestIdleMs);
        await pause(first, this.#wake.signal);
        continue;
      }
      this.#entries = this.#entries.filter((other) => other !== entry);
      const attempt = await work(entry.job);
      if (attempt === 'finished') this.#ids.delete(entry.id);
      else this.#retryLater(entry, clock.monotonic() + waitAfter(entry.failures, waits, random));
    }
  }

  #retryLater(entry: Entry<T>, dueMs: number): void {
    const later = { ...entry, failures: entry.failures + 1, dueMs };
    this.#entries = this.#options.isOrdered === true ? [later, ...this.#entries] : [...this.#entries, later];
  }
}

/** Longest sleep of a timer that nothing else would wake, ms. */
const longestIdleMs = 60_000;
