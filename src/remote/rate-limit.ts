import type { Clock } from '../shared/clock.ts';

export interface Rate {
  /** So many at once … */
  readonly burst: number;
  /** … and so many a second after them. */
  readonly perSecond: number;
}

/** More peers than this are not told apart: the one that was quiet for longest is forgotten. */
const MOST_PEERS = 512;

/** Tokens of one peer. */
interface Bucket {
  tokens: number;
  atMs: number;
}

/** Lets each peer do so much in a time and no more. */
export class RateLimit {
  readonly #rate: Rate;
  readonly #clock: Pick<Clock, 'monotonic'>;
  /** The one that was quiet for longest comes first. */
  readonly #buckets = new Map<string, Bucket>();

  constructor(rate: Rate, clock: Pick<Clock, 'monotonic'>) {
    this.#rate = rate;
    this.#clock = clock;
  }

  /** Whether the peer may do it now; a refused one costs nothing. */
  take(peer: string): boolean {
    const atMs = this.#clock.monotonic();
    const { burst, perSecond } = this.#rate;
    const before = this.#buckets.get(peer) ?? { tokens: burst, atMs };
    const tokens = Math.min(burst, before.tokens + ((atMs - before.atMs) / 1_000) * perSecond);
    const isGranted = tokens >= 1;
    this.#buckets.delete(peer);
    this.#buckets.set(peer, { tokens: isGranted ? tokens - 1 : tokens, atMs });
    const [oldest] = this.#buckets.keys();
    if (this.#buckets.size > MOST_PEERS && oldest !== undefined) this.#buckets.delete(oldest);
    return isGranted;
  }
}
