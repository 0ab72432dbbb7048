import type { Clock } from '../../shared/clock.ts';
import type { Log } from '../../shared/log.ts';
import type { ByteLink, OpenLink } from '../byte-link.ts';
import { keepLink } from '../readers/keep-link.ts';
import { pause } from '../readers/pause.ts';
import { ReaderAccount } from '../readers/reader-account.ts';
import type { ReaderReport } from '../readers/reader-report.ts';
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
  readonly #account: ReaderAccount;
  readonly #stop = new AbortController();
  readonly #running: Promise<void>;

  /** Begins at once. */
  constructor(options: IdentityCardReaderOptions) {
    this.#options = options;
    const { port, clock, log } = options;
    this.#account = new ReaderAccount({
      ...{ kind: 'identityCard', port, clock, closed: this.#stop.signal },
      onFailing: ({ code }) => log.warn('readers', 'identityCardReaderFailing', { port, code }),
    });
    this.#running = keepLink(
      {
        openLink: options.openLink,
        isPresent: options.isPresent,
        serve: (link, signal) => this.#serve(link, signal),
        onFault: (fault) => this.#account.fail(fault),
      },
      this.#stop.signal,
    );
  }

  report(): ReaderReport {
    return this.#account.report();
  }

  /** Calls `listener` whenever the report changed in a way worth showing, until `signal` aborts. */
  onChange(listener: () => void, signal: AbortSignal): void {
    this.#account.onChange(listener, signal);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #serve(link: ByteLink, signal: AbortSignal): Promise<boolean> {
    this.#account.noteQuietly((tally) => tally.connected());
    const client = new SamClient(link, {
      onHeard: (hex, discarded) => this.#account.noteQuietly((tally) => tally.heard(hex, discarded)),
    });
    const reading = client.run();
    const hasWorked = await this.#work(client, signal);
    await link.close();
    await reading;
    return hasWorked;
  }

  /** Answers whether the module answered at all. */
  async #work(client: SamClient, signal: AbortSignal): Promise<boolean> {
    const broken = await checkModule(client);
    if (broken !== null) {
      this.#account.fail(broken);
      return false;
    }
    this.#account.note((tally) => tally.working());
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
      this.#account.fail(attempt.fault);
      return false;
    }
    if (this.#account.report().state !== 'ok') this.#account.note((tally) => tally.working());
    if (attempt.kind === 'refused') {
      this.#account.note((tally) => tally.refused(attempt.code));
      this.#options.log.warn('readers', 'identityCardRefused', { code: attempt.code });
    }
    if (attempt.kind === 'card') {
      this.#account.note((tally) => tally.read());
      this.#options.onCard(attempt.card);
    }
    return true;
  }
}
