import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Problems } from './problems.ts';

/** So many photographs in a row that were not reached: it is the host, not the photographs. */
const strikesUntilLost = 5;

export interface PhotographHostsOptions {
  /** As `fetchPhotograph`: rejects with `photo.*` for a photograph, with `platform.*` where its host was not reached. */
  readonly fetch: (url: URL) => Promise<Uint8Array>;
  readonly problems: Pick<Problems, 'raise' | 'clear'>;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** `notReached`: nothing was heard of it, another try may succeed. `unobtainable`: this photograph cannot be had. */
export type PhotographOutcome = Uint8Array | 'notReached' | 'unobtainable';

/** One look through a list of people. */
export interface PhotographRound {
  readonly fetch: (url: URL) => Promise<PhotographOutcome>;
  /** Hosts (with their ports) from which nothing more is fetched in this round. */
  readonly lostHosts: ReadonlySet<string>;
}

/** Tells a photograph that cannot be had from a host that cannot be reached, and does not wait for the latter again and again. */
export class PhotographHosts {
  readonly #options: PhotographHostsOptions;
  /** Photographs in a row that were not reached, by host. */
  readonly #strikes = new Map<string, number>();
  /** Hosts that the technician is told of. */
  readonly #told = new Set<string>();

  constructor(options: PhotographHostsOptions) {
    this.#options = options;
  }

  /** A host that was lost in an earlier round has a single photograph to show that it is back. */
  round(): PhotographRound {
    for (const [host, strikes] of this.#strikes) this.#strikes.set(host, Math.min(strikes, strikesUntilLost - 1));
    const lostHosts = new Set<string>();
    return { lostHosts, fetch: (url) => this.#fetch(url, lostHosts) };
  }

  /** No host was missed in the newest round: what was said of them no longer holds. */
  allReached(): void {
    for (const host of this.#told) this.#untell(host);
  }

  async #fetch(url: URL, lostHosts: Set<string>): Promise<PhotographOutcome> {
    const { host } = url;
    if (lostHosts.has(host)) return 'notReached';
    try {
      const bytes = await this.#options.fetch(url);
      this.#strikes.delete(host);
      this.#untell(host);
      return bytes;
    } catch (error) {
      return this.#failed(host, Fault.from(error, 'photo.unobtainable', 'a picture could not be fetched'), lostHosts);
    }
  }

  #failed(host: string, fault: Fault, lostHosts: Set<string>): PhotographOutcome {
    const { log, signal } = this.#options;
    log.warn('platform', 'photographFailed', { code: fault.code });
    if (!fault.code.startsWith('platform.')) {
      this.#strikes.delete(host); // it was reached
      if (fault.code === 'photo.downgraded') this.#tell(host, fault);
      return 'unobtainable';
    }
    if (signal.aborted) return 'notReached';
    const strikes = (this.#strikes.get(host) ?? 0) + 1;
    this.#strikes.set(host, strikes);
    if (strikes >= strikesUntilLost) {
      lostHosts.add(host);
      this.#tell(host, fault);
    }
    return 'notReached';
  }

  #tell(host: string, { message }: Fault): void {
    this.#told.add(host);
    this.#options.problems.raise(sourceOf(host), message, 'photographsMissing');
  }

  #untell(host: string): void {
    if (this.#told.delete(host)) this.#options.problems.clear(sourceOf(host));
  }
}

const sourceOf = (host: string): string => `photographs of ${host}`;
