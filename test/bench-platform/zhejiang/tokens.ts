import { randomUUID } from 'node:crypto';

/** Tokens die after half an hour without a request (1.1). */
export const TOKEN_IDLE_MS = 30 * 60_000;

interface Issued {
  readonly sn: string;
  usedAtMs: number;
}

export class Tokens {
  readonly #idleMs: number;
  readonly #issued = new Map<string, Issued>();

  constructor(idleMs: number) {
    this.#idleMs = idleMs;
  }

  issue(sn: string, nowMs: number): string {
    const token = randomUUID().replaceAll('-', '');
    this.#issued.set(token, { sn, usedAtMs: nowMs });
    return token;
  }

  /** Whose it is, or null where it does not live; being asked keeps it alive. */
  use(token: string, nowMs: number): string | null {
    const issued = this.#issued.get(token);
    if (issued === undefined) return null;
    if (nowMs - issued.usedAtMs > this.#idleMs) {
      this.#issued.delete(token);
      return null;
    }
    issued.usedAtMs = nowMs;
    return issued.sn;
  }

  forgetAll(): void {
    this.#issued.clear();
  }

  entries(): [string, Issued][] {
    return [...this.#issued];
  }

  restore(entries: readonly (readonly [string, Issued])[]): void {
    for (const [token, issued] of entries) this.#issued.set(token, { ...issued });
  }
}
