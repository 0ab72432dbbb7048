import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { ByteLink } from '../byte-link.ts';
import { toHex } from '../modbus/frame.ts';
import type { LineCounters } from '../modbus/line-counters.ts';
import type { PatternByte } from './hex-pattern.ts';
import { PatternDecoder } from './pattern-decoder.ts';

/** What became of one frame. */
export type FrameExchange =
  /** `isDoubtful`: a frame went unanswered shortly before, so this may be its late reply. */
  | { readonly kind: 'answered'; readonly isDoubtful: boolean }
  /** It left, and no reply is expected. */
  | { readonly kind: 'sent' }
  /** It left, and no reply came in time: `relay.timeout`, `relay.malformed` or `link.closed`. */
  | { readonly kind: 'unanswered'; readonly fault: Fault }
  /** It did not leave whole: the controller cannot have acted on it. */
  | { readonly kind: 'notSent'; readonly fault: Fault };

interface Pending {
  readonly decoder: PatternDecoder;
  readonly received: number[];
  readonly settle: (outcome: 'answered' | Fault) => void;
}

/** A reply that comes so late after its frame is no longer expected, ms. */
const lateMs = 3_000;
const keptBytes = 64;

/** Sends frames over one connection, one at a time, in the order in which they are asked for. */
export class FrameClient {
  readonly #link: ByteLink;
  readonly #clock: Clock;
  readonly #counters: LineCounters;
  #pending: Pending | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  #isOpen = true;
  #missedAtMs = -Infinity;

  constructor(link: ByteLink, options: { readonly clock: Clock; readonly counters: LineCounters }) {
    this.#link = link;
    this.#clock = options.clock;
    this.#counters = options.counters;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Reads the link until it ends. To be started once. Never rejects. */
  async run(): Promise<void> {
    try {
      for await (const chunk of this.#link.incoming) this.#receive(chunk);
    } catch {
      // A broken link and an ended one are the same to us.
    }
    this.#isOpen = false;
    this.#pending?.settle(new Fault('link.closed', 'the line was lost'));
  }

  /** Sends `frame`; waits for `reply` (null: for none) at most `timeoutMs` from the send. Never rejects. */
  exchange(frame: Uint8Array, reply: readonly PatternByte[] | null, timeoutMs: number): Promise<FrameExchange> {
    const exchange = this.#turn.then(() => this.#exchange(frame, reply, timeoutMs));
    this.#turn = exchange;
    return exchange;
  }

  async #exchange(frame: Uint8Array, reply: readonly PatternByte[] | null, timeoutMs: number): Promise<FrameExchange> {
    if (!this.#isOpen) return { kind: 'notSent', fault: new Fault('link.closed', 'the line is closed') };
    const { promise, resolve: settle } = Promise.withResolvers<'answered' | Fault>();
    const pending: Pending = { decoder: new PatternDecoder(reply ?? anyByte), received: [], settle };
    if (reply !== null) this.#pending = pending;
    const sentAtMs = this.#clock.monotonic();
    const timer = setTimeout(() => settle(silenceFault(pending)), timeoutMs);
    this.#counters.sent(frame);
    try {
      const first = await Promise.race([this.#link.send(frame).then(() => null), promise]);
      if (reply === null && first === null) return { kind: 'sent' };
      return this.#note(first ?? (await promise), sentAtMs);
    } catch (error) {
      return { kind: 'notSent', fault: Fault.from(error, 'link.closed', 'the line refused the frame') };
    } finally {
      clearTimeout(timer);
      this.#pending = null;
      if (reply !== null) this.#counters.received(Uint8Array.from(pending.received), pending.decoder.discardedBytes);
    }
  }

  #note(outcome: 'answered' | Fault, sentAtMs: number): FrameExchange {
    const nowMs = this.#clock.monotonic();
    if (outcome instanceof Fault) {
      this.#missedAtMs = nowMs;
      this.#counters.unanswered(outcome.code);
      return { kind: 'unanswered', fault: outcome };
    }
    const isDoubtful = nowMs - this.#missedAtMs < lateMs;
    if (!isDoubtful) this.#missedAtMs = -Infinity;
    this.#counters.answered({ kind: 'written' }, { roundTripMs: nowMs - sentAtMs, atMs: this.#clock.now() });
    return { kind: 'answered', isDoubtful };
  }

  #receive(chunk: Uint8Array): void {
    if (this.#pending === null) return this.#counters.discarded(chunk.length);
    const { decoder, received, settle } = this.#pending;
    if (received.length < keptBytes) received.push(...chunk.subarray(0, keptBytes - received.length));
    if (decoder.push(chunk) !== null) settle('answered');
  }
}

const anyByte: readonly PatternByte[] = [{ value: 0, mask: 0 }];

function silenceFault({ received }: Pending): Fault {
  return received.length === 0
    ? new Fault('relay.timeout', 'the controller did not answer')
    : new Fault('relay.malformed', `no reply as configured in ${toHex(Uint8Array.from(received))}`);
}
