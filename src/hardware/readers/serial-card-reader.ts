import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { CardDecoder, type CardFrame } from './card-decoder.ts';
import type { CardFormat } from './card-format.ts';
import { asCardRead, type CardBits, type CardRead } from './card-read.ts';
import { keepLink } from './keep-link.ts';
import { ReaderAccount } from './reader-account.ts';
import type { ReaderReport } from './reader-report.ts';

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
  readonly #account: ReaderAccount;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  /** Begins at once. */
  constructor(options: SerialCardReaderOptions) {
    this.#options = options;
    const { name, port, clock, log } = options;
    this.#account = new ReaderAccount({
      ...{ kind: 'serial', port, clock, closed: this.#stop.signal },
      onFailing: ({ code }) => log.warn('readers', 'cardReaderFailing', { reader: name, code }),
    });
    this.#running = keepLink(
      {
        openLink: options.openLink,
        isPresent: options.isPresent,
        serve: (link) => this.#serve(link),
        onFault: (fault) => this.#account.fail(fault),
      },
      this.#stop.signal,
    );
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

  async #serve(link: ByteLink): Promise<boolean> {
    this.#account.note((tally) => tally.connected());
    const decoder = new CardDecoder(this.#options.format);
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
    return true;
  }

  /** Never shows bytes of a card, which stand for a person: what came of them is all that is told. */
  #take(frames: readonly CardFrame[], decoder: CardDecoder): void {
    const { name, bits, onCard, log } = this.#options;
    this.#account.note((tally) => tally.heard(null, decoder.discardedBytes));
    for (const frame of frames) {
      if (frame.kind === 'card') {
        this.#account.note((tally) => tally.read());
        onCard(asCardRead(name, frame.number, bits));
      } else {
        this.#account.note((tally) => tally.refused(frame.reason));
        log.warn('readers', 'cardRefused', { reader: name, code: frame.reason });
      }
    }
  }
}
