import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { severityOf } from '../shared/status.ts';
import type { Area, AreaReport, AreaState, Status } from '../shared/status.ts';

export interface StatusBoardOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly version: string;
  readonly sn: string;
  readonly direction: 'in' | 'out';
  /** Fresh numbers; asked for at each snapshot. */
  readonly counts: () => Status['counts'];
}

/** Gathers what every part says of itself and tells listeners at each change. */
export class StatusBoard {
  readonly #options: StatusBoardOptions;
  readonly #areas = new Map<Area, AreaReport>();
  readonly #listeners = new Set<(status: Status) => void>();
  readonly #startedAtMs: number;

  constructor(options: StatusBoardOptions) {
    this.#options = options;
    this.#startedAtMs = options.clock.now();
  }

  set<A extends Area>(area: A, state: AreaState<A>, detail: string | null = null): void {
    const before = this.#areas.get(area);
    if (before?.state === state && before.detail === detail) return;
    const sinceMs = before?.state === state ? before.sinceMs : this.#options.clock.now();
    this.#areas.set(area, { state, sinceMs, detail });
    if (before?.state !== state) {
      const level = severityOf(area, state) === 'fault' ? 'warn' : 'info';
      this.#options.log[level]('status', 'changed', { of: area, state, detail });
    }
    this.announce();
  }

  stateOf(area: Area): string | null {
    return this.#areas.get(area)?.state ?? null;
  }

  snapshot(): Status {
    const { version, sn, direction, counts } = this.#options;
    return { version, sn, direction, startedAtMs: this.#startedAtMs, areas: Object.fromEntries(this.#areas), counts: counts() };
  }

  /** Tells the listeners; also when only numbers changed. */
  announce(): void {
    if (this.#listeners.size === 0) return;
    const status = this.snapshot();
    for (const listener of this.#listeners) listener(status);
  }

  follow(listener: (status: Status) => void, signal: AbortSignal): void {
    if (signal.aborted) return;
    this.#listeners.add(listener);
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true });
  }
}
