import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { Fault } from '../shared/fault.ts';
import { waitAfter } from './back-off.ts';
import { pause } from './pause.ts';
import type { Outbox, OutboxPunch } from './ports.ts';
import { RecordRefusals } from './record-refusals.ts';

/**
 * What the platform said to a batch. A throw means the same as `failed` with `soon`.
 * - `refusedRecord`: a record in it cannot be taken as it is;
 * - `refused`: a code that may be about the record and may not be: tried again, set aside when others get through;
 *   `isKept`: one that an outage gives as well: tried again alone, never set aside;
 * - `failed`: never about the record. `soon`: a passing trouble; `late`: somebody has to mend something, or calls are to slow down.
 */
export type Answer =
  | { readonly kind: 'taken' }
  | { readonly kind: 'refusedRecord'; readonly error: string }
  | { readonly kind: 'refused'; readonly error: string; readonly isKept?: boolean }
  | { readonly kind: 'failed'; readonly error: string; readonly retry: 'soon' | 'late' };

export interface OutboxPumpOptions {
  readonly outbox: Outbox;
  /** Sends 1 to `batchSize` punches and waits for the answer; has its own time-out. */
  readonly send: (batch: readonly OutboxPunch[]) => Promise<Answer>;
  /** Punches per call. */
  readonly batchSize: number;
  /** Calls under way at once. */
  readonly maxInFlight: number;
  readonly clock: Clock;
  readonly log: Log;
  readonly random: () => number;
  /** Waits after failures; defaults below. */
  readonly waits?: Partial<PumpWaits>;
}

/** ms. */
export interface PumpWaits {
  readonly soon: { readonly firstMs: number; readonly mostMs: number };
  readonly late: { readonly firstMs: number; readonly mostMs: number };
  /** A new punch cuts a `soon` wait short, but no two tries follow each other more closely than this after a failure. */
  readonly leastMs: number;
}

const usualWaits: PumpWaits = {
  soon: { firstMs: 1_000, mostMs: 30_000 },
  late: { firstMs: 30_000, mostMs: 10 * 60_000 },
  leastMs: 1_000,
};

/** Moves punches from the outbox to the platform while it is online: new ones at once, then the backlog, each person's in order. */
export class OutboxPump {
  readonly #options: OutboxPumpOptions;
  readonly #waits: PumpWaits;
  readonly #stop = new AbortController();
  readonly #refusals: RecordRefusals;
  readonly #inFlight = new Map<number, string>();
  readonly #calls = new Set<Promise<void>>();
  #isOnline = false;
  #failures = 0;
  #lastFailureMs = Number.NEGATIVE_INFINITY;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #isLate = false;
  #wake = new AbortController();
  readonly #ended: Promise<void>;

  constructor(options: OutboxPumpOptions) {
    this.#options = options;
    this.#waits = { ...usualWaits, ...options.waits };
    this.#refusals = new RecordRefusals(options.clock, options.random, this.#waits.soon);
    this.#ended = this.#run();
  }

  /** Nothing is sent before the first `setOnline(true)`. Coming online forgets earlier waits. */
  setOnline(isOnline: boolean): void {
    if (isOnline && !this.#isOnline) this.#forgetFailures();
    this.#isOnline = isOnline;
    this.#wake.abort();
  }

  /** A punch was just recorded. */
  punchMade(): void {
    if (!this.#isLate) this.#notBeforeMs = Math.min(this.#notBeforeMs, this.#lastFailureMs + this.#waits.leastMs);
    this.#wake.abort();
  }

  /** Waits for the calls under way. */
  async close(): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    await this.#ended;
    await Promise.all(this.#calls);
  }

  async #run(): Promise<void> {
    const { clock, log, maxInFlight } = this.#options;
    const stop = this.#stop.signal;
    while (!stop.aborted) {
      this.#wake = new AbortController();
      const waitMs = this.#notBeforeMs - clock.monotonic();
      let idleMs = waitMs > 0 ? waitMs : longestIdleMs;
      if (this.#isOnline && waitMs <= 0 && this.#calls.size < maxInFlight) {
        try {
          const batch = this.#choose();
          if (batch.length > 0) {
            this.#begin(batch);
            continue;
          }
          if (this.#calls.size === 0) this.#refusals.nothingLeft();
          idleMs = this.#refusals.nextDueMs() ?? longestIdleMs;
        } catch (error) {
          log.error('platform', 'outboxFailed', { code: Fault.from(error, 'store.failed', 'the outbox failed').code });
          idleMs = this.#waits.soon.mostMs;
        }
      }
      await pause(idleMs, this.#wake.signal);
    }
  }

  /** The next punches that may go: none of a worker who has one under way or held back, for his must stay in order. */
  #choose(): readonly OutboxPunch[] {
    const { outbox, batchSize } = this.#options;
    const limit = this.#refusals.isSingling ? 1 : batchSize;
    return outbox.next(limit, new Set([...this.#inFlight.values(), ...this.#refusals.heldWorkers()]));
  }

  #begin(batch: readonly OutboxPunch[]): void {
    for (const punch of batch) this.#inFlight.set(punch.punchId, punch.workerId);
    const call = this.#deliver(batch).finally(() => {
      for (const { punchId } of batch) this.#inFlight.delete(punchId);
      this.#calls.delete(call);
      this.#wake.abort();
    });
    this.#calls.add(call);
  }

  async #deliver(batch: readonly OutboxPunch[]): Promise<void> {
    try {
      this.#settle(batch, await this.#send(batch));
    } catch (error) {
      // The outbox could not write the answer down: the punches stay in it and go again.
      this.#fail('soon');
      this.#options.log.error('platform', 'outboxFailed', { code: Fault.from(error, 'store.failed', 'the outbox failed').code });
    }
  }

  async #send(batch: readonly OutboxPunch[]): Promise<Answer> {
    try {
      return await this.#options.send(batch);
    } catch (error) {
      return { kind: 'failed', error: Fault.from(error, 'internal.bug', 'sending failed').code, retry: 'soon' };
    }
  }

  #settle(batch: readonly OutboxPunch[], answer: Answer): void {
    const { outbox, log } = this.#options;
    const ids = batch.map(({ punchId }) => punchId);
    if (answer.kind === 'taken') {
      outbox.taken(ids);
      this.#refusals.taken(ids);
      this.#forgetFailures();
      return;
    }
    const [first] = batch;
    if (answer.kind === 'failed') {
      outbox.failed(ids, answer.error);
      this.#fail(answer.retry);
    } else if (batch.length > 1) {
      outbox.failed(ids, answer.error);
      this.#refusals.singleOut(ids);
    } else if (first && (answer.kind === 'refusedRecord' || (this.#refusals.refused(first) && answer.isKept !== true))) {
      outbox.setAside(first.punchId, answer.error);
      this.#refusals.settled(first.punchId);
    } else {
      outbox.failed(ids, answer.error);
      // One refusal may be this record's own; several in a row look like the platform, and the whole backlog must not try its luck.
      if (this.#failures > 0) this.#fail('soon');
      else this.#failures = 1;
    }
    log.warn('platform', 'punchNotTaken', { kind: answer.kind, error: answer.error, punches: batch.length });
  }

  #fail(retry: 'soon' | 'late'): void {
    const now = this.#options.clock.monotonic();
    const isLate = retry === 'late';
    // Waits grow with failures of their own kind: after a short outage a single wrong -1 would hold everything back for minutes.
    if (isLate !== this.#isLate) this.#failures = 0;
    this.#isLate = isLate;
    this.#lastFailureMs = now;
    this.#notBeforeMs = now + waitAfter(this.#failures, this.#waits[retry], this.#options.random);
    this.#failures += 1;
  }

  #forgetFailures(): void {
    this.#failures = 0;
    this.#isLate = false;
    this.#notBeforeMs = Number.NEGATIVE_INFINITY;
  }
}

/** A look at the outbox without being woken, ms: what another hand put back into it is found. */
const longestIdleMs = 30_000;
