import type { Config } from '../../config/schema.ts';
import type { HoldReason, OpeningOutcome } from '../../gate/ports.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { BoardInputsListener } from '../diagnostics.ts';
import type { BoardOrders } from './board-orders.ts';
import type { BusMember } from './bus.ts';
import { wireMs, type Exchange } from './client.ts';
import { InputSpan } from './input-span.ts';
import type { Opening, OpeningQueue } from './opening-queue.ts';
import * as plans from './pulse-plan.ts';

export interface BoardSessionOptions {
  readonly client: Pick<BusMember, 'isOpen' | 'hasLocalEcho' | 'exchange'>;
  readonly turnstile: Config['turnstile'];
  readonly orders: BoardOrders;
  /** How the pulse is given, and how long it lasts on this board. */
  readonly times: plans.PulseTimes;
  /** Inputs of the board that are read again and again, by number. */
  readonly inputs: readonly number[];
  readonly onInputs: BoardInputsListener;
  /** The relay is to stay on from the start. */
  readonly hold: HoldReason | null;
  readonly clock: Clock;
  /** For each answer; 280 ms and 110 ms by default. */
  readonly patience?: BoardPatience;
  readonly openings: OpeningQueue;
  /** The board works: it answered a read, and the coil is known to be off or in its pulse. */
  readonly onWorking: () => void;
  /** The board is silent or refuses. */
  readonly onFailing: (fault: Fault) => void;
}

/** Requests without an answer (or switching off without one) in a row: the board is not answering; the line is opened anew. */
const missesToFail = 2;
const missesToReopen = 5;
/** Longest that a board may think, besides the time on the wire, ms. A poll's is short: an opening may have to wait for it. */
export interface BoardPatience {
  readonly writeMs: number;
  readonly pollMs: number;
}
const usualPatience: BoardPatience = { writeMs: 280, pollMs: 110 };
const closingTries = 2;
/** Exceptions after which the request was surely not carried out (MODBUS Application Protocol V1.1b3, 7). */
const refusals: readonly number[] = [1, 2, 3, 6];
const illegalFunction = 1;
/** Exceptions to a read that reaches beyond what the board has: address, number. */
const tooMany: readonly number[] = [2, 3];

/** One connection to the board: switches off first, then opens, switches off and polls until the line is lost. */
export class BoardSession {
  readonly #options: BoardSessionOptions;
  #inputs: InputSpan;
  readonly #writeTimeoutMs: number;
  readonly #pollTimeoutMs: number;
  #plan: plans.PulsePlan;
  #misses = 0;
  /** Tries to switch off in a row that nobody answered; polls in between may well have been. */
  #silentOffs = 0;
  /** A read was answered since the last silence: the board is there, and whether the adapter echoes is known. */
  #hasRead = false;
  /** Whether the adapter echoed, as this session took it into account. */
  #isEchoKnown: boolean;
  #hold: HoldReason | null;
  #wake: () => void = () => undefined;

  constructor(options: BoardSessionOptions) {
    this.#options = options;
    const { writeMs, pollMs } = options.patience ?? usualPatience;
    this.#writeTimeoutMs = writeMs + wireMs(16, options.turnstile.baudRate);
    this.#pollTimeoutMs = pollMs + wireMs(14, options.turnstile.baudRate);
    const nowMs = options.clock.monotonic();
    this.#hold = options.hold;
    this.#isEchoKnown = options.client.hasLocalEcho;
    this.#inputs = new InputSpan(options.inputs);
    const begun = { ...plans.connected(nowMs), inputsAtMs: this.#inputs.isEmpty ? Infinity : nowMs };
    this.#plan = options.hold === null ? begun : plans.holding(begun, nowMs);
  }

  get misses(): number {
    return this.#misses;
  }

  /** Looks again at what there is to do: an opening was asked for, the line closed, the program ends. */
  wake(): void {
    this.#wake();
  }

  /** Reads these inputs from now on. */
  watchInputs(lines: readonly number[]): void {
    this.#inputs = new InputSpan(lines);
    this.#plan = { ...this.#plan, inputsAtMs: this.#options.clock.monotonic() };
    this.#wake();
  }

  /** The relay stays on until `hold(null)`. */
  hold(reason: HoldReason | null): void {
    const nowMs = this.#options.clock.monotonic();
    if (reason !== null && this.#hold === null) this.#plan = plans.holding(this.#plan, nowMs);
    if (reason === null && this.#hold !== null) this.#plan = plans.released(this.#plan, nowMs);
    this.#hold = reason;
    this.#wake();
  }

  /** Serves until the line is lost, the board was silent for long, or `signal` aborts; then the coil is switched off, but for a release. */
  async run(signal: AbortSignal): Promise<void> {
    const { client, clock, openings, times } = this.#options;
    while (client.isOpen && !signal.aborted && Math.max(this.#misses, this.#silentOffs) < missesToReopen) {
      const job = plans.nextJob(this.#plan, times, openings.hasWaiting, clock.monotonic());
      if (job.kind === 'wait') await this.#pause(job.untilMs);
      else await this.#perform(job.kind);
    }
    // Whom a fire drives out must not find the gate shut because the program ended.
    if (signal.aborted && this.#hold !== 'release') await this.#switchOffForGood();
  }

  async #perform(job: 'off' | 'on' | 'poll' | 'hold' | 'inputs'): Promise<void> {
    if (job === 'inputs') return this.#readInputs();
    if (job === 'off') return this.#switchOff();
    if (job === 'hold') return this.#holdOn();
    if (job === 'poll') return this.#poll();
    const opening = this.#options.openings.take();
    if (opening) await this.#open(opening);
  }

  async #open(opening: Opening): Promise<void> {
    const { client, orders, times, clock } = this.#options;
    const exchange = await client.exchange(orders.pulse, this.#writeTimeoutMs);
    const outcome = await this.#outcomeOf(exchange);
    // The plan before the promise: who hears of the opening finds the pulse running.
    const nowMs = clock.monotonic();
    if (this.#hold === null && outcome === 'opened') this.#plan = plans.opened(this.#plan, times, nowMs);
    if (this.#hold === null && outcome === 'unknown') this.#plan = plans.openedPerhaps(this.#plan, times, nowMs);
    opening.settle(outcome);
    this.#note(exchange);
  }

  async #holdOn(): Promise<void> {
    const { client, orders, openings, clock } = this.#options;
    const opening = openings.take();
    const exchange = await client.exchange(orders.on, this.#writeTimeoutMs);
    const outcome = await this.#outcomeOf(exchange);
    const nowMs = clock.monotonic();
    if (this.#hold !== null)
      this.#plan = outcome === 'opened' ? plans.held(this.#plan, nowMs) : plans.holdFailed(this.#plan, nowMs);
    opening?.settle(outcome);
    this.#note(exchange);
  }

  async #outcomeOf(exchange: Exchange): Promise<OpeningOutcome> {
    if (exchange.kind === 'notSent') return 'notAnswering';
    if (exchange.kind === 'unanswered') return 'unknown';
    if (exchange.reply.kind === 'exception') return refusals.includes(exchange.reply.code) ? 'notAnswering' : 'unknown';
    if (!exchange.isDoubtful && this.#hasRead) return 'opened';
    const readBack = await this.#readBack();
    if (readBack === 'unreadable') return exchange.isDoubtful ? 'unknown' : 'opened';
    return readBack === 'on' ? 'opened' : 'unknown';
  }

  async #switchOff(): Promise<void> {
    const { client, orders, clock } = this.#options;
    // A board that was silent once is asked briefly, as by a poll: an opening may be waiting.
    const timeoutMs = this.#plan.offTries === 0 ? this.#writeTimeoutMs : this.#pollTimeoutMs;
    const exchange = await client.exchange(orders.off, timeoutMs);
    let isOff = exchange.kind === 'answered' && exchange.reply.kind === 'written';
    if (exchange.kind === 'answered' && exchange.isDoubtful) isOff = (await this.#readBack()) === 'off';
    const isRefused = exchange.kind === 'answered' && exchange.reply.kind === 'exception';
    this.#silentOffs = isOff || isRefused ? 0 : this.#silentOffs + 1;
    const nowMs = clock.monotonic();
    // Held meanwhile: what was switched off goes on again at once.
    if (this.#hold === null) this.#plan = isOff ? plans.switchedOff(this.#plan, nowMs) : plans.offFailed(this.#plan, nowMs);
    this.#note(exchange);
  }

  async #poll(): Promise<void> {
    const { client, orders, times, clock } = this.#options;
    const exchange = await client.exchange(orders.read, this.#pollTimeoutMs);
    const isOn = exchange.kind === 'answered' ? orders.isOn(exchange.reply) : null;
    const nowMs = clock.monotonic();
    this.#plan = plans.polled(this.#plan, times, isOn, nowMs);
    // What was taken for the answer to the first switching off was our own echo; another relay's read may have found that out.
    if (client.hasLocalEcho && !this.#isEchoKnown) {
      const { pollAtMs, inputsAtMs } = this.#plan;
      const anew = { ...plans.connected(nowMs), pollAtMs, inputsAtMs };
      this.#plan = this.#hold === null ? anew : plans.holding(anew, nowMs);
    }
    this.#isEchoKnown = client.hasLocalEcho;
    this.#note(exchange, true);
  }

  async #readInputs(): Promise<void> {
    const { client, orders, clock, onInputs } = this.#options;
    const span = this.#inputs;
    const request = orders.readInputs(span.count(clock.monotonic()));
    if (request === null) {
      this.#plan = { ...this.#plan, inputsAtMs: Infinity };
      return onInputs([], new Fault('relay.rejected', 'a board of this make has no inputs'));
    }
    const exchange = await client.exchange(request, this.#pollTimeoutMs);
    const nowMs = clock.monotonic();
    this.#plan = { ...this.#plan, inputsAtMs: nowMs + plans.inputsEveryMs };
    if (exchange.kind !== 'answered') {
      this.#note(exchange, true);
      // One lost answer is no lost input.
      if (this.#misses >= missesToFail) onInputs([], exchange.fault);
    } else if (exchange.reply.kind === 'exception') {
      const { code } = exchange.reply;
      const isShorter = tooMany.includes(code) && span.refused(nowMs);
      if (isShorter) this.#plan = { ...this.#plan, inputsAtMs: nowMs };
      else onInputs([], new Fault('relay.rejected', `the board refuses its inputs with exception ${code}`));
    } else if (exchange.reply.kind === 'inputs') {
      this.#note(exchange, true);
      onInputs(exchange.reply.areActive, span.isShort ? new Fault('relay.rejected', 'the board has fewer inputs') : null);
    }
  }

  /** `unreadable`: the board is there, but has no reading. */
  async #readBack(): Promise<'on' | 'off' | 'unreadable' | 'silent'> {
    const { client, orders } = this.#options;
    const exchange = await client.exchange(orders.read, this.#pollTimeoutMs);
    this.#isEchoKnown = client.hasLocalEcho;
    if (exchange.kind !== 'answered') return 'silent';
    this.#hasRead = true;
    const isOn = orders.isOn(exchange.reply);
    if (isOn === null) return 'unreadable';
    return isOn ? 'on' : 'off';
  }

  #note(exchange: Exchange, isRead = false): void {
    const { onWorking, onFailing } = this.#options;
    if (exchange.kind !== 'answered') {
      this.#misses += 1;
      this.#hasRead = false;
      if (Math.max(this.#misses, this.#silentOffs) >= missesToFail) onFailing(exchange.fault);
      return;
    }
    this.#misses = 0;
    if (isRead) this.#hasRead = true;
    // A board without function 01 still answers, which is what a poll wants to know.
    if (exchange.reply.kind === 'exception' && !(isRead && exchange.reply.code === illegalFunction)) {
      onFailing(new Fault('relay.rejected', `the board answered with exception ${exchange.reply.code}`));
    } else if (this.#hasRead && !this.#plan.isOffDue) {
      onWorking();
    }
  }

  async #switchOffForGood(): Promise<void> {
    const { client, clock } = this.#options;
    for (let tries = 0; tries < closingTries && client.isOpen; tries += 1) {
      if (!plans.mayBeOn(this.#plan, clock.monotonic())) return;
      await this.#switchOff();
    }
  }

  async #pause(untilMs: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#wake = resolve;
    const timer = setTimeout(resolve, Math.max(Math.ceil(untilMs - this.#options.clock.monotonic()), 1));
    await promise;
    clearTimeout(timer);
  }
}
