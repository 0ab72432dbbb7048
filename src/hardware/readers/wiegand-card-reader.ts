import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { GpioEdge, GpioInput, GpioPort } from '../gpio/port.ts';
import type { WiegandReading } from '../wiegand/decode.ts';
import { EdgeDecoder } from '../wiegand/edge-decoder.ts';
import { asCardRead, type CardRead } from './card-read.ts';
import { pause } from './pause.ts';
import { ReaderAccount } from './reader-account.ts';
import type { ReaderReport } from './reader-report.ts';

export interface WiegandCardReaderOptions {
  /** Its name in the configuration. */
  readonly name: string;
  readonly gpio: GpioPort;
  readonly chip: string;
  readonly d0: number;
  readonly d1: number;
  /** A pulse is the high level: something in between turns it round. */
  readonly isInverted: boolean;
  /** Called with each card, also when the reader repeats it. Must not throw. */
  readonly onCard: (card: CardRead) => void;
  readonly log: Log;
  readonly clock: Clock;
}

const retryMs = 2_000;
/** Longer than the silence that ends a frame: edges may be told late, and their own times decide. */
const frameEndMs = 60;
const nsPerUs = 1_000n;

/** Listens to a card reader on two lines of the machine until it is closed. */
export class WiegandCardReader {
  readonly #options: WiegandCardReaderOptions;
  readonly #account: ReaderAccount;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;
  #decoder = new EdgeDecoder();
  #sequence = 0;
  #firstNs = 0n;
  #silence: NodeJS.Timeout | undefined;

  /** Begins at once. */
  constructor(options: WiegandCardReaderOptions) {
    this.#options = options;
    const { name, chip, d0, d1, clock, log } = options;
    this.#account = new ReaderAccount({
      ...{ kind: 'wiegand', port: `${chip} D0 ${d0} D1 ${d1}`, clock, closed: this.#stop.signal },
      onFailing: ({ code, message }) => log.warn('readers', 'cardReaderFailing', { reader: name, code, detail: message }),
    });
    this.#running = this.#run();
  }

  report(): ReaderReport {
    return this.#account.report();
  }

  /** Calls `listener` whenever the report changed, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.#account.onChange(listener, signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const stop = this.#stop.signal;
    while (!stop.aborted) {
      await this.#listenOnce();
      await pause(retryMs, stop);
    }
  }

  /** Until the lines are lost, or cannot be had. */
  async #listenOnce(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<Fault | null>();
    const stop = (): void => resolve(null);
    let input: GpioInput;
    try {
      input = this.#open((fault) => resolve(Fault.from(fault, 'gpio.lost', 'the lines were lost')));
    } catch (error) {
      return this.#account.fail(Fault.from(error, 'gpio.openFailed', 'the lines cannot be had'));
    }
    this.#account.note((tally) => tally.connected());
    this.#stop.signal.addEventListener('abort', stop, { once: true });
    const fault = this.#stop.signal.aborted ? null : await promise;
    this.#stop.signal.removeEventListener('abort', stop);
    clearTimeout(this.#silence);
    input.close();
    if (fault !== null) this.#account.fail(fault);
  }

  #open(onLost: (fault: Error) => void): GpioInput {
    const { gpio, chip, d0, d1, isInverted } = this.#options;
    this.#decoder = new EdgeDecoder();
    this.#sequence = 0;
    // The pulse is low, and a line with nothing on it must rest high.
    const lines = {
      chip,
      consumer: 'site-gate card reader',
      isActiveLow: !isInverted,
      bias: isInverted ? 'asIs' : 'pullUp',
    } as const;
    return gpio.openInput(
      { ...lines, offsets: [d0, d1], edges: 'rising', debounceUs: 0 },
      { onEdge: (edge) => this.#take(edge), onLost },
    );
  }

  #take({ offset, atNs, sequence }: GpioEdge): void {
    const hasLost = this.#sequence !== 0 && sequence !== this.#sequence + 1;
    if (this.#sequence === 0) this.#firstNs = atNs;
    this.#sequence = sequence;
    // From the first edge on: as a plain number, so that days of ns lose nothing.
    const atUs = Number((atNs - this.#firstNs) / nsPerUs);
    this.#settle(this.#decoder.push({ line: offset === this.#options.d1 ? 1 : 0, atUs }, hasLost));
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#endFrame(sequence), frameEndMs);
  }

  /** `sequence`: of the last edge. What waits to be told while the program was busy comes first. */
  #endFrame(sequence: number): void {
    setImmediate(() => {
      if (this.#sequence === sequence) this.#settle(this.#decoder.expire(Number.MAX_SAFE_INTEGER));
    });
  }

  #settle(reading: WiegandReading | null): void {
    if (reading === null || this.#stop.signal.aborted) return;
    const { name, onCard, log } = this.#options;
    this.#account.note((tally) => tally.heard(null, 0));
    if (reading.kind === 'card') {
      this.#account.note((tally) => tally.read());
      onCard(asCardRead(name, BigInt(reading.number), reading.format === 26 ? 24 : 32));
    } else {
      this.#account.note((tally) => tally.refused(reading.reason));
      log.warn('readers', 'cardRefused', { reader: name, code: reading.reason, bits: reading.bits });
    }
  }
}
