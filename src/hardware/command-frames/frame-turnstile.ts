import { existsSync } from 'node:fs';
import type { Config } from '../../config/schema.ts';
import type { HoldReason, OpeningOutcome, TurnstileState } from '../../gate/ports.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import type { ObservableTurnstile, TurnstileDiagnostics } from '../diagnostics.ts';
import { LineCounters } from '../modbus/line-counters.ts';
import { OpeningTally } from '../opening-tally.ts';
import { PulseGiver } from '../pulse-giver.ts';
import { keepLink } from '../readers/keep-link.ts';
import { pause } from '../readers/pause.ts';
import { FrameClient, type FrameExchange } from './frame-client.ts';
import { parseFrame, parsePattern, type PatternByte } from './hex-pattern.ts';

export interface FrameTurnstileOptions {
  readonly turnstile: Config['turnstile'];
  readonly openLink: OpenLink;
  readonly log: Log;
  readonly clock: Clock;
  /** The gate is kept open from the start. */
  readonly hold?: HoldReason | null;
  /** Whether the port is still there; looks for its path by default. */
  readonly isPresent?: () => boolean;
}

const pollEveryMs = 1_000;
const missesToFail = 2;
const missesToReopen = 5;
const mostWaiting = 2;
/** Shorter than anybody stands before a gate that shut because its controller had lost its power. */
const holdAgainEveryMs = 3_000;

/**
 * A turnstile behind a controller that takes plain frames of bytes, as the site has taught them: one to open, and where the
 * controller has them one to close, one to stay open, one to ask whether it is there. Without a reply to wait for an order
 * that left the terminal counts as `opened`: nobody can know better.
 */
export class FrameTurnstile implements ObservableTurnstile {
  readonly canHold: boolean;
  readonly #options: FrameTurnstileOptions;
  readonly #frames: Readonly<Record<'open' | 'close' | 'hold' | 'poll', Uint8Array>>;
  readonly #reply: readonly PatternByte[] | null;
  readonly #pollReply: readonly PatternByte[] | null;
  readonly #counters = new LineCounters();
  readonly #tally: OpeningTally;
  readonly #pulses: PulseGiver;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #client: FrameClient | null = null;
  #hold: HoldReason | null;
  #connections = 0;
  #misses = 0;

  /** Begins to connect at once; the first thing sent closes the gate where there is a frame for that, or keeps it open. */
  constructor(options: FrameTurnstileOptions) {
    const { log, clock, turnstile } = options;
    const { open, close, hold, poll, reply, pollReply } = turnstile.frames;
    this.#options = options;
    this.#frames = { open: parseFrame(open), close: parseFrame(close), hold: parseFrame(hold), poll: parseFrame(poll) };
    this.#reply = reply.trim() === '' ? null : parsePattern(reply);
    this.#pollReply = pollReply.trim() === '' ? null : parsePattern(pollReply);
    this.canHold = this.#frames.hold.length > 0;
    this.#tally = new OpeningTally({ log, clock, place: turnstile.port });
    this.#pulses = new PulseGiver({
      means: {
        begin: () => this.#begin(),
        end: () => this.#order(this.#frames.close),
        hold: this.canHold ? () => this.#order(this.#frames.hold) : null,
      },
      pulseMs: turnstile.pulseMs,
      mostWaiting,
      holdAgainMs: holdAgainEveryMs,
    });
    this.#hold = options.hold ?? null;
    this.#pulses.hold(this.#hold !== null);
    this.#running = keepLink(
      {
        openLink: options.openLink,
        isPresent: options.isPresent ?? (() => existsSync(turnstile.port)),
        serve: (link, signal) => this.#serve(link, signal),
        onFault: (fault) => this.#setFailing(fault),
      },
      this.#stop.signal,
    );
  }

  open(): Promise<OpeningOutcome> {
    return this.#tally.count(this.#client === null ? Promise.resolve('notAnswering') : this.#pulses.open(null));
  }

  hold(reason: HoldReason | null): void {
    this.#hold = reason;
    this.#pulses.hold(reason !== null);
  }

  state(): { readonly state: TurnstileState; readonly detail: string | null } {
    return this.#tally.state();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#tally.onChange(listener, signal);
  }

  diagnostics(): TurnstileDiagnostics {
    const { port, baudRate } = this.#options.turnstile;
    return {
      ...this.#counters.report(),
      port: `${port} ${baudRate} 8N1`,
      unit: null,
      coil: null,
      connections: this.#connections,
      misses: this.#misses,
      openings: this.#tally.outcomes,
    };
  }

  async close(): Promise<void> {
    await this.#pulses.close(this.#hold === 'release');
    this.#stop.abort();
    await this.#running;
  }

  async #serve(link: ByteLink, signal: AbortSignal): Promise<boolean> {
    const { clock, turnstile } = this.#options;
    const client = new FrameClient(link, { clock, counters: this.#counters });
    const ended = new AbortController();
    const reading = client.run().then(() => ended.abort());
    this.#connections += 1;
    this.#misses = 0;
    this.#client = client;
    const isAsked = this.#frames.poll.length > 0;
    if (!isAsked) this.#tally.set('ok', turnstile.port);
    this.#pulses.connected();
    const untilLost = AbortSignal.any([signal, ended.signal]);
    while (!untilLost.aborted && this.#misses < missesToReopen) {
      if (isAsked) this.#notePoll(await client.exchange(this.#frames.poll, this.#pollReply, turnstile.frames.replyMs));
      await pause(pollEveryMs, untilLost);
    }
    this.#client = null;
    this.#pulses.lost();
    await link.close();
    await reading;
    return this.#counters.report().answers > 0;
  }

  async #begin(): Promise<OpeningOutcome> {
    const exchange = await this.#exchange(this.#frames.open);
    if (exchange.kind === 'notSent') return 'notAnswering';
    if (exchange.kind === 'unanswered') return 'unknown';
    return exchange.kind === 'answered' && exchange.isDoubtful ? 'unknown' : 'opened';
  }

  /** Nothing to send is done at once. A reply that may be another frame's makes nothing sure: a gate would be taken for shut. */
  async #order(frame: Uint8Array): Promise<boolean> {
    if (frame.length === 0) return true;
    const exchange = await this.#exchange(frame);
    return exchange.kind === 'sent' || (exchange.kind === 'answered' && !exchange.isDoubtful);
  }

  async #exchange(frame: Uint8Array): Promise<FrameExchange> {
    if (this.#client === null) return { kind: 'notSent', fault: new Fault('link.closed', 'the line is closed') };
    const exchange = await this.#client.exchange(frame, this.#reply, this.#options.turnstile.frames.replyMs);
    if (exchange.kind !== 'sent') this.#note(exchange);
    return exchange;
  }

  #notePoll(exchange: FrameExchange): void {
    if (exchange.kind === 'sent') this.#tally.set('ok', this.#options.turnstile.port);
    else this.#note(exchange);
  }

  #note(exchange: Exclude<FrameExchange, { kind: 'sent' }>): void {
    if (exchange.kind === 'answered') {
      this.#misses = 0;
      return this.#tally.set('ok', this.#options.turnstile.port);
    }
    this.#misses += 1;
    if (this.#misses >= missesToFail) this.#setFailing(exchange.fault);
  }

  #setFailing(fault: Fault): void {
    if (!this.#stop.signal.aborted) this.#tally.set('notAnswering', `${this.#options.turnstile.port}: ${fault.code}`);
  }
}
