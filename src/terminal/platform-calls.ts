import type { PlatformCall } from '../platform/ports.ts';

/** A heartbeat in 20 s and a few punches: some minutes back. */
const MOST = 60;

/** The last calls of the platform, in memory: how they went, never what was in them. */
export class PlatformCalls {
  readonly #calls: PlatformCall[] = [];

  add(call: PlatformCall): void {
    this.#calls.push(call);
    if (this.#calls.length > MOST) this.#calls.shift();
  }

  /** Newest first. */
  list(): readonly PlatformCall[] {
    return this.#calls.toReversed();
  }
}
