import type { Config } from '../../config/schema.ts';
import type { HoldReason, OpeningOutcome, Turnstile, TurnstileState } from '../../gate/ports.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { OpenLink } from '../byte-link.ts';
import { ChangeNotice } from '../change-notice.ts';
import type { BoardInputsListener, TurnstileDiagnostics } from '../diagnostics.ts';
import { boardOrders, pulseLengthMs, type BoardOrders } from './board-orders.ts';
import { BoardSession, type BoardPatience } from './board-session.ts';
import { ModbusBus, type BusMember } from './bus.ts';
import { LineCounters } from './line-counters.ts';
import { OpeningQueue } from './opening-queue.ts';

export interface ModbusTurnstileOptions {
  readonly turnstile: Config['turnstile'];
  readonly openLink: OpenLink;
  /** The line, where other relays are on it as well; by default one of its own over `openLink`. */
  readonly bus?: ModbusBus;
  readonly log: Log;
  readonly clock: Clock;
  /** The gate is kept open from the start. */
  readonly hold?: HoldReason | null;
  /** How long each answer of the board is waited for; a real board's time by default. */
  readonly patience?: BoardPatience;
  /** 0 to 1, spreads the reopening of several terminals; `Math.random` by default. */
  readonly random?: () => number;
}

const openLinkMs = 3_000;
const firstBackOffMs = 250;
const longestBackOffMs = 2_000;
/** The last switching off may need two unanswered tries and a running exchange. */
const closeMs = 2_000;

/**
 * A turnstile behind a coil of a Modbus RTU board.
 *
 * `open` during a running pulse gets its own pulse after a gap of 100 ms; two may wait, later ones share the second.
 * A pulse of 2 s or more holds a door: an opening during it renews it.
 */
export class ModbusTurnstile implements Turnstile {
  readonly #options: ModbusTurnstileOptions;
  readonly #openings = new OpeningQueue();
  readonly #counters = new LineCounters();
  readonly #changes = new ChangeNotice();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  readonly #outcomes: Record<OpeningOutcome, number> = { opened: 0, notAnswering: 0, unknown: 0 };
  #state: { readonly state: TurnstileState; readonly detail: string | null };
  readonly #orders: BoardOrders;
  readonly #bus: ModbusBus;
  readonly canHold = true;
  #hold: HoldReason | null;
  #inputs: { readonly lines: readonly number[]; readonly listener: BoardInputsListener } | null = null;
  #session: BoardSession | null = null;
  #connections = 0;
  #stopWaiting: () => void = () => undefined;

  /** Begins to connect at once; the first thing sent switches the coil off, or on where the gate is kept open. Throws `Fault` `config.invalid` as `boardOrders` does. */
  constructor(options: ModbusTurnstileOptions) {
    this.#options = options;
    this.#orders = boardOrders(options.turnstile);
    const { openLink, clock, turnstile } = options;
    this.#bus = options.bus ?? new ModbusBus({ openLink, baudRate: turnstile.baudRate, clock });
    this.#hold = options.hold ?? null;
    this.#state = { state: 'connecting', detail: options.turnstile.port };
    this.#running = this.#run();
  }

  async open(): Promise<OpeningOutcome> {
    const askedAtMs = this.#options.clock.monotonic();
    const outcome = await this.#ask();
    this.#outcomes[outcome] += 1;
    const fields = { outcome, ms: Math.round(this.#options.clock.monotonic() - askedAtMs) };
    if (outcome === 'opened') this.#options.log.info('gate', 'opened', fields);
    else this.#options.log.warn('gate', 'openingFailed', fields);
    return outcome;
  }

  hold(reason: HoldReason | null): void {
    this.#hold = reason;
    this.#session?.hold(reason);
  }

  /** As `ObservableTurnstile` has it. */
  watchInputs(lines: readonly number[], listener: BoardInputsListener, signal: AbortSignal): void {
    this.#inputs = { lines, listener };
    signal.addEventListener('abort', () => (this.#inputs = null), { once: true });
    this.#session?.watchInputs(lines);
  }

  state(): { readonly state: TurnstileState; readonly detail: string | null } {
    return this.#state;
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#changes.listen(listener, signal);
  }

  /** What the technician's page shows; a copy. */
  diagnostics(): TurnstileDiagnostics {
    const { port, baudRate, unit, coil } = this.#options.turnstile;
    return {
      ...this.#counters.report(),
      port: `${port} ${baudRate} 8N1`,
      unit,
      coil,
      connections: this.#connections,
      misses: this.#session?.misses ?? 0,
      openings: { ...this.#outcomes },
    };
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#openings.failAll();
    this.#session?.wake();
    this.#stopWaiting();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, closeMs);
    await Promise.race([this.#running, promise]);
    clearTimeout(timer);
  }

  #ask(): Promise<OpeningOutcome> {
    if (!this.#session || this.#stop.signal.aborted) return Promise.resolve('notAnswering');
    const outcome = this.#openings.ask();
    this.#session.wake();
    return outcome;
  }

  async #run(): Promise<void> {
    const stop = this.#stop.signal;
    let backOffMs = firstBackOffMs;
    while (!stop.aborted) {
      const answersBefore = this.#counters.report().answers;
      await this.#connectOnce();
      if (this.#counters.report().answers > answersBefore) backOffMs = firstBackOffMs;
      await this.#wait(backOffMs * (0.75 + 0.25 * (this.#options.random ?? Math.random)()));
      backOffMs = Math.min(backOffMs * 2, longestBackOffMs);
    }
  }

  async #connectOnce(): Promise<void> {
    let client: BusMember;
    try {
      const signal = AbortSignal.any([this.#stop.signal, AbortSignal.timeout(openLinkMs)]);
      client = await this.#bus.join(signal, this.#counters);
    } catch (error) {
      const fault = Fault.from(error, 'link.openFailed', 'cannot open the line');
      if (!this.#stop.signal.aborted) this.#inputs?.listener([], fault);
      return this.#setFailing(fault);
    }
    this.#connections += 1;
    const { turnstile, clock, patience } = this.#options;
    const session = new BoardSession({
      client,
      ...(patience === undefined ? {} : { patience }),
      turnstile,
      orders: this.#orders,
      times: { pulse: turnstile.pulse, pulseMs: pulseLengthMs(turnstile) },
      inputs: this.#inputs?.lines ?? [],
      onInputs: (areActive, fault) => this.#inputs?.listener(areActive, fault),
      hold: this.#hold,
      clock,
      openings: this.#openings,
      onWorking: () => this.#setState('ok', turnstile.port),
      onFailing: (fault) => this.#setFailing(fault),
    });
    this.#session = session;
    void client.lost.then(() => session.wake());
    await session.run(this.#stop.signal);
    this.#session = null;
    this.#inputs?.listener([], new Fault('link.closed', 'the line was lost'));
    this.#openings.failAll();
    if (!client.isOpen) this.#setFailing(new Fault('link.closed', 'the line was lost'));
    await client.leave(client.isOpen && !this.#stop.signal.aborted);
  }

  #setFailing(fault: Fault): void {
    if (this.#stop.signal.aborted) return;
    this.#setState('notAnswering', `${this.#options.turnstile.port}: ${fault.code}`);
  }

  #setState(state: TurnstileState, detail: string): void {
    if (this.#state.state === state && this.#state.detail === detail) return;
    this.#state = { state, detail };
    if (state === 'ok') this.#options.log.info('gate', 'answering', { detail });
    else this.#options.log.warn('gate', state, { detail });
    this.#changes.tell();
  }

  async #wait(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stopWaiting = resolve;
    const timer = setTimeout(resolve, ms);
    await promise;
    clearTimeout(timer);
  }
}
