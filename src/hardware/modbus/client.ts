import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { ByteLink } from '../byte-link.ts';
import { encodeRequest, isConfirmedByEcho, isRead, toHex, type ModbusReply, type ModbusRequest } from './frame.ts';
import type { LineCounters } from './line-counters.ts';
import { ReplyDecoder } from './reply-decoder.ts';

/** What became of one request. */
export type Exchange =
  /** `isDoubtful`: an equal request went unanswered before, so this may be its late reply. */
  | { readonly kind: 'answered'; readonly reply: ModbusReply; readonly isDoubtful: boolean }
  /** Sent, and no valid answer came in time: `relay.timeout`, `relay.malformed` or `link.closed`. */
  | { readonly kind: 'unanswered'; readonly fault: Fault }
  /** Not sent (whole): the board cannot have acted on it. */
  | { readonly kind: 'notSent'; readonly fault: Fault };

interface Pending {
  readonly decoder: ReplyDecoder;
  readonly received: number[];
  /** Of whoever asked. */
  readonly counters: LineCounters;
  readonly settle: (reply: ModbusReply | Fault) => void;
}

/** Bits of one byte on the wire at 8N1. */
const bitsPerByte = 10;

/** Time that `bytes` take on the wire, in ms. */
export function wireMs(bytes: number, baudRate: number): number {
  return (bytes * bitsPerByte * 1_000) / baudRate;
}

/** Asks one request at a time over a link. Opened per connection; ends with it. */
export class ModbusClient {
  readonly #link: ByteLink;
  readonly #clock: Clock;
  readonly #counters: LineCounters;
  readonly #silenceMs: number;
  readonly #baudRate: number;
  /** Requests that were never answered; a board answers in order, so its next plain answer settles them. */
  readonly #unanswered = new Set<string>();
  #pending: Pending | null = null;
  #quietSinceMs = -Infinity;
  #isOpen = true;
  #hasLocalEcho = false;

  constructor(link: ByteLink, options: { readonly baudRate: number; readonly clock: Clock; readonly counters: LineCounters }) {
    this.#link = link;
    this.#clock = options.clock;
    this.#counters = options.counters;
    this.#baudRate = options.baudRate;
    // MODBUS over Serial Line V1.02, 2.5.1.1: 3.5 characters between frames, 1.75 ms from 19200 baud up.
    this.#silenceMs = Math.max(wireMs(3.5, options.baudRate), 1.75);
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** The adapter hears what it sends, as of the last read: a write's own echo must not count as the board's answer. */
  get hasLocalEcho(): boolean {
    return this.#hasLocalEcho;
  }

  /** Reads the link until it ends. To be started once, before the first request. Never rejects. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.#link.incoming) this.#receive(chunk);
    } catch {
      // A broken link and an ended one are the same to us.
    }
    this.#isOpen = false;
    this.#pending?.settle(new Fault('link.closed', 'the line was lost'));
  }

  /** Sends one request; waits at most `timeoutMs` from the send. Never rejects; one at a time. `counters`: of whoever asks. */
  async exchange(request: ModbusRequest, timeoutMs: number, counters: LineCounters = this.#counters): Promise<Exchange> {
    if (this.#pending) throw new Fault('internal.bug', 'two Modbus requests at once');
    const silence = this.#quietSinceMs + this.#silenceMs - this.#clock.monotonic();
    if (silence > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(Math.ceil(silence), 50)));
    if (!this.#isOpen) return { kind: 'notSent', fault: new Fault('link.closed', 'the line is closed') };

    const bytes = encodeRequest(request);
    const { promise, resolve: settle } = Promise.withResolvers<ModbusReply | Fault>();
    const copiesToSkip = this.#hasLocalEcho && isConfirmedByEcho(request) ? 1 : 0;
    const pending: Pending = { decoder: new ReplyDecoder(request, copiesToSkip), received: [], counters, settle };
    this.#pending = pending;
    let exchange: Exchange | null = null;
    const sentAtMs = this.#clock.monotonic();
    const timer = setTimeout(() => settle(this.#silenceFault(pending)), timeoutMs);
    counters.sent(bytes);
    this.#quietSinceMs = sentAtMs + wireMs(bytes.length, this.#baudRate);
    try {
      await Promise.race([this.#link.send(bytes), promise]);
      const outcome = await promise;
      exchange =
        outcome instanceof Fault
          ? this.#noteUnanswered(bytes, outcome, counters)
          : this.#noteAnswer(bytes, outcome, sentAtMs, counters);
      return exchange;
    } catch (error) {
      return { kind: 'notSent', fault: Fault.from(error, 'link.closed', 'the line refused the request') };
    } finally {
      clearTimeout(timer);
      this.#pending = null;
      counters.received(Uint8Array.from(pending.received), pending.decoder.discardedBytes);
      if (isRead(request)) this.#noteEcho(bytes, pending, exchange);
    }
  }

  #receive(chunk: Uint8Array): void {
    this.#quietSinceMs = this.#clock.monotonic();
    if (!this.#pending) return this.#counters.discarded(chunk.length);
    const { decoder, received, settle } = this.#pending;
    if (received.length < 64) received.push(...chunk.subarray(0, 64));
    const reply = decoder.push(chunk);
    if (reply) settle(reply);
  }

  #silenceFault(pending: Pending): Fault {
    return pending.received.length === 0
      ? new Fault('relay.timeout', 'the board did not answer')
      : new Fault('relay.malformed', `no valid answer in ${toHex(Uint8Array.from(pending.received))}`);
  }

  #noteUnanswered(bytes: Uint8Array, fault: Fault, counters: LineCounters): Exchange {
    this.#unanswered.add(toHex(bytes));
    counters.unanswered(fault.code);
    return { kind: 'unanswered', fault };
  }

  #noteAnswer(bytes: Uint8Array, reply: ModbusReply, sentAtMs: number, counters: LineCounters): Exchange {
    const isDoubtful = this.#unanswered.delete(toHex(bytes));
    if (!isDoubtful) this.#settle(bytes.subarray(0, 1));
    counters.answered(reply, { roundTripMs: this.#clock.monotonic() - sentAtMs, atMs: this.#clock.now() });
    return { kind: 'answered', reply, isDoubtful };
  }

  /** Boards of other units may still answer late. */
  #settle(unit: Uint8Array): void {
    for (const request of this.#unanswered) if (request.startsWith(toHex(unit))) this.#unanswered.delete(request);
  }

  /** A read's own echo is no valid reply to it: that is what gives such an adapter away. */
  #noteEcho(sent: Uint8Array, { decoder, received }: Pending, exchange: Exchange | null): void {
    if (toHex(Uint8Array.from(received)).includes(toHex(sent))) this.#hasLocalEcho = true;
    // Only an answer that came alone acquits it: an echo may be hidden by noise, or come after a late answer.
    else if (exchange?.kind === 'answered' && !exchange.isDoubtful && decoder.discardedBytes === 0) this.#hasLocalEcho = false;
  }
}
