import type { Clock } from '../../shared/clock.ts';
import type { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { ChangeNotice } from '../change-notice.ts';
import { CardDecoder, type CardFrame } from './card-decoder.ts';
import type { CardFormat } from './card-format.ts';
import { asCardRead, type CardBits, type CardRead } from './card-read.ts';
import { keepLink } from './keep-link.ts';
import { ReaderTally, type ReaderReport } from './reader-report.ts';

export interface SerialCardReaderOptions {
  /** Its name in the configuration. */
  readonly name: string;
  readonly port: string;
  readonly openLink: OpenLink;
  readonly isPresent: () => boolean;
  readonly format: CardFormat;
  readonly bits: CardBits;
  /** Called with each card, also when the reader repeats it. Must not throw. */
  readonly onCard: (card: CardRead) => void;
  readonly log: Log;
  readonly clock: Clock;
}

/** Silence after which a frame that is not whole never will be: some 100 bytes at 9600 baud. */
const silenceMs = 100;

/** Listens to a card reader on a serial port, USB ones included, until it is closed. */
export class SerialCardReader {
  readonly #options: SerialCardReaderOptions;
  readonly #tally: ReaderTally;
  readonly #changes = new ChangeNotice();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  /** Begins at once. */
  constructor(options: SerialCardReaderOptions) {
    this.#options = options;
    this.#tally = new ReaderTally('serial', options.port, () => options.clock.now());
    this.#running = keepLink(
      {
        openLink: options.openLink,
        isPresent: options.isPresent,
        serve: (link, signal) => this.#serve(link, signal),
        onFault: (fault) => this.#fail(fault),
      },
      this.#stop.signal,
    );
  }

  report(): ReaderReport {
    return this.#tally.report();
  }

  /** Calls `listener` whenever the report changed, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.#changes.listen(listener, signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #serve(link: ByteLink, signal: AbortSignal): Promise<boolean> {
    this.#note(() => this.#tally.connected());
    const decoder = new CardDecoder(this.#options.format);
    const onAbort = (): void => void link.close();
    signal.addEventListener('abort', onAbort, { once: true });
    const awaitSilence = (): NodeJS.Timeout => setTimeout(() => this.#take(decoder.settle(), decoder), silenceMs);
    let silence = awaitSilence();
    try {
      for await (const chunk of link.incoming) {
        clearTimeout(silence);
        this.#take(decoder.push(chunk), decoder);
        if (decoder.isWaiting) silence = awaitSilence();
      }
    } catch {
      // A broken link and an ended one are the same to us.
    }
    clearTimeout(silence);
    signal.removeEventListener('abort', onAbort);
    return true;
  }

  /** Never shows bytes of a card, which stand for a person: what came of them is all that is told. */
  #take(frames: readonly CardFrame[], decoder: CardDecoder): void {
    const { name, bits, onCard, log } = this.#options;
    this.#note(() => this.#tally.heard(null, decoder.discardedBytes));
    for (const frame of frames) {
      if (frame.kind === 'card') {
        this.#note(() => this.#tally.read());
        onCard(asCardRead(name, frame.number, bits));
      } else {
        this.#note(() => this.#tally.refused(frame.reason));
        log.warn('readers', 'cardRefused', { reader: name, code: frame.reason });
      }
    }
  }

  #fail(fault: Fault): void {
    if (this.#stop.signal.aborted) return;
    const { state, lastFault } = this.#tally.report();
    if (state === 'notAnswering' && lastFault === fault.code) return;
    this.#note(() => this.#tally.failing(fault.code));
    this.#options.log.warn('readers', 'cardReaderFailing', { reader: this.#options.name, code: fault.code });
  }

  #note(change: () => void): void {
    change();
    this.#changes.tell();
  }
}
