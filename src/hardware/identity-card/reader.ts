import type { Clock } from '../../shared/clock.ts';
import type { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { ChangeNotice } from '../change-notice.ts';
import { keepLink } from '../readers/keep-link.ts';
import { pause } from '../readers/pause.ts';
import { ReaderTally, type ReaderReport } from '../readers/reader-report.ts';
import type { IdentityCard } from './card-data.ts';
import { checkModule, readCard } from './read-card.ts';
import { SamClient } from './sam-client.ts';

export interface IdentityCardReaderOptions {
  readonly port: string;
  readonly openLink: OpenLink;
  readonly isPresent: () => boolean;
  /** Called with each card, once for each time that it is laid down. Must not throw. */
  readonly onCard: (card: IdentityCard) => void;
  readonly log: Log;
  readonly clock: Clock;
  /** Pause between two looks for a card, ms. Default 300. */
  readonly pollMs?: number;
}

/** Commands without an answer in a row after which the line is opened anew. */
const missesToReopen = 3;

/** Looks for identity cards at a serial reader until it is closed. */
export class IdentityCardReader {
  readonly #options: IdentityCardReaderOptions;
  readonly #tally: ReaderTally;
  readonly #changes = new ChangeNotice();
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  /** Begins at once. */
  constructor(options: IdentityCardReaderOptions) {
    this.#options = options;
    this.#tally = new ReaderTally('identityCard', options.port, () => options.clock.now());
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

  /** Calls `listener` whenever the report changed in a way worth showing, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.#changes.listen(listener, signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #serve(link: ByteLink, signal: AbortSignal): Promise<boolean> {
    this.#tally.connected();
    const client = new SamClient(link, { onHeard: (hex, discarded) => this.#tally.heard(hex, discarded) });
    const reading = client.run();
    const onAbort = (): void => void link.close();
    signal.addEventListener('abort', onAbort, { once: true });
    const hasWorked = await this.#work(client, signal);
    signal.removeEventListener('abort', onAbort);
    await link.close();
    await reading;
    return hasWorked;
  }

  /** Answers whether the module answered at all. */
  async #work(client: SamClient, signal: AbortSignal): Promise<boolean> {
    const broken = await checkModule(client);
    if (broken !== null) {
      this.#fail(broken);
      return false;
    }
    this.#note(() => this.#tally.working());
    let misses = 0;
    while (!signal.aborted && client.isOpen && misses < missesToReopen) {
      misses = (await this.#look(client)) ? 0 : misses + 1;
      await pause(this.#options.pollMs ?? 300, signal);
    }
    return true;
  }

  /** One look for a card; answers whether the module answered. */
  async #look(client: SamClient): Promise<boolean> {
    const attempt = await readCard(client);
    if (attempt.kind === 'fault') {
      this.#fail(attempt.fault);
      return false;
    }
    if (this.#tally.report().state !== 'ok') this.#note(() => this.#tally.working());
    if (attempt.kind === 'refused') {
      this.#note(() => this.#tally.refused(attempt.code));
      this.#options.log.warn('readers', 'identityCardRefused', { code: attempt.code });
    }
    if (attempt.kind === 'card') {
      this.#note(() => this.#tally.read());
      this.#options.onCard(attempt.card);
    }
    return true;
  }

  #fail(fault: Fault): void {
    if (this.#stop.signal.aborted) return;
    const { state, lastFault } = this.#tally.report();
    if (state === 'notAnswering' && lastFault === fault.code) return;
    this.#note(() => this.#tally.failing(fault.code));
    this.#options.log.warn('readers', 'identityCardReaderFailing', { port: this.#options.port, code: fault.code });
  }

  #note(change: () => void): void {
    change();
    this.#changes.tell();
  }
}
