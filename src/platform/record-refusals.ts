import type { Clock } from '../shared/clock.ts';
import { waitAfter, type BackOffBounds } from './back-off.ts';
import type { OutboxPunch } from './ports.ts';

interface Refused {
  readonly workerId: string;
  /** Refusals with others taken in between. */
  readonly times: number;
  /** How many punches had been taken at the last refusal. */
  readonly takenBefore: number;
  readonly dueMs: number;
}

/** A record refused so often, while others were taken in between, is the trouble itself. */
const timesUntilSetAside = 5;

/**
 * Remembers which records were refused for a reason that may or may not be theirs. While one waits for its next try, the
 * others go on; that alone can tell a bad record from a bad day of the platform.
 */
export class RecordRefusals {
  readonly #clock: Clock;
  readonly #random: () => number;
  readonly #bounds: BackOffBounds;
  readonly #refused = new Map<number, Refused>();
  /** Records of a refused batch that go one at a time until each has had its answer. */
  readonly #singles = new Set<number>();
  #takenSoFar = 0;

  constructor(clock: Clock, random: () => number, bounds: BackOffBounds) {
    this.#clock = clock;
    this.#random = random;
    this.#bounds = bounds;
  }

  /** A single record was refused. True: set it aside. */
  refused({ punchId, workerId }: OutboxPunch): boolean {
    const before = this.#refused.get(punchId);
    const counts = before === undefined || this.#takenSoFar > before.takenBefore;
    const times = (before?.times ?? 0) + (counts ? 1 : 0);
    const dueMs = this.#clock.monotonic() + waitAfter(times - 1, this.#bounds, this.#random);
    this.#singles.delete(punchId);
    this.#refused.set(punchId, { workerId, times, takenBefore: this.#takenSoFar, dueMs });
    return times >= timesUntilSetAside;
  }

  taken(punchIds: readonly number[]): void {
    this.#takenSoFar += punchIds.length;
    for (const punchId of punchIds) this.settled(punchId);
  }

  /** Taken or set aside: nothing more to remember. */
  settled(punchId: number): void {
    this.#refused.delete(punchId);
    this.#singles.delete(punchId);
  }

  /** A batch was refused without saying which record was meant. */
  singleOut(punchIds: readonly number[]): void {
    for (const punchId of punchIds) this.#singles.add(punchId);
  }

  /** Whether punches go one at a time for now. */
  get isSingling(): boolean {
    return this.#singles.size > 0;
  }

  /** Nothing may go now: records that have left the outbox by another way are not waited for. */
  nothingLeft(): void {
    this.#singles.clear();
  }

  heldWorkers(): readonly string[] {
    return this.#waiting().map(([, { workerId }]) => workerId);
  }

  /** ms until the first of them is due; null when none waits. */
  nextDueMs(): number | null {
    const due = this.#waiting().map(([, { dueMs }]) => dueMs - this.#clock.monotonic());
    return due.length === 0 ? null : Math.min(...due);
  }

  #waiting(): readonly (readonly [number, Refused])[] {
    const now = this.#clock.monotonic();
    return [...this.#refused].filter(([, { dueMs }]) => dueMs > now);
  }
}
