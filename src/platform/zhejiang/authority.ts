import type { Clock } from '../../shared/clock.ts';
import { isObject } from '../tolerant-json.ts';
import { refusalOf, remedyFor, type Refusal } from './error-policy.ts';
import type { Reply } from './reply.ts';
import { Fault } from '../../shared/fault.ts';

/** How an exchange ended: taken, or refused for good. Transport faults are thrown. */
export type Outcome = { readonly kind: 'taken'; readonly reply: Reply } | Refusal;

interface Token {
  readonly value: string;
  /** Some request with it was taken. */
  hasWorked: boolean;
  lastUsedMs: number;
}

export interface AuthorityOptions {
  /** Sends one C_AUTH. Throws `Fault` when there is no answer. */
  readonly authenticate: () => Promise<Reply>;
  /** Corrects the clock from HTTP; false when it was right or there is no time to be had. */
  readonly correctClock: () => Promise<boolean>;
  readonly clock: Clock;
  /** 2.1.1: a token that was not used for so long is void, ms. */
  readonly tokenIdleMs: number;
}

/** Holds the token, gets a new one when it is needed (once for everybody who waits), and tries each error's remedy once. */
export class Authority {
  readonly #options: AuthorityOptions;
  #token: Token | null = null;
  #arriving: Promise<Token | Refusal> | null = null;

  constructor(options: AuthorityOptions) {
    this.#options = options;
  }

  /** Runs `exchange` with a valid token. Rejects with the `Fault` of `exchange` or of the authentication. */
  async call(exchange: (token: string) => Promise<Reply>): Promise<Outcome> {
    let renewed = false;
    let clockCorrected = false;
    for (;;) {
      const token = await this.#currentToken();
      if ('kind' in token) return token;
      const reply = await exchange(token.value);
      if (reply.isSuccess) {
        token.hasWorked = true;
        token.lastUsedMs = this.#options.clock.monotonic();
        return { kind: 'taken', reply };
      }
      const code = reply.errorCode ?? 'unknown';
      const remedy = remedyFor(code);
      if (remedy === 'reauthenticate') {
        // A token that never worked and is refused at once is not stale: the signature or the secret is wrong.
        const isFresh = token === this.#token && !token.hasWorked;
        if (token === this.#token) this.#token = null;
        if (renewed || isFresh) return refusalOf(code);
        renewed = true;
      } else if (remedy === 'correctClock' && !clockCorrected && (await this.#options.correctClock())) {
        clockCorrected = true;
      } else {
        return refusalOf(code);
      }
    }
  }

  async #currentToken(): Promise<Token | Refusal> {
    const token = this.#token;
    if (token && this.#options.clock.monotonic() - token.lastUsedMs < this.#options.tokenIdleMs) return token;
    this.#arriving ??= this.#authenticate().finally(() => {
      this.#arriving = null;
    });
    return this.#arriving;
  }

  async #authenticate(): Promise<Token | Refusal> {
    let reply = await this.#options.authenticate();
    if (!reply.isSuccess && remedyFor(reply.errorCode ?? '') === 'correctClock' && (await this.#options.correctClock())) {
      reply = await this.#options.authenticate();
    }
    if (!reply.isSuccess) return refusalOf(reply.errorCode ?? 'unknown');
    const value = isObject(reply.response) ? reply.response['token'] : undefined;
    if (typeof value !== 'string' || value === '') throw new Fault('platform.badReply', 'an authentication without token');
    this.#token = { value, hasWorked: false, lastUsedMs: this.#options.clock.monotonic() };
    return this.#token;
  }
}
