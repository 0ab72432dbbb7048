import type { Clock } from '../shared/clock.ts';
import type { Database } from './database.ts';
import { integer, nullable, single } from './row.ts';

/** Codes that let somebody through and must not do so again. */
export interface UsedCodes {
  isUsed(nonce: string): boolean;
  /** Uses a code up; false: it was used up before. `expiresMs`: from when on it is refused for its age. */
  use(nonce: string, expiresMs: number): boolean;
  /** Nobody got in by it. */
  release(nonce: string): void;
  /** When the last one was used, ms since the epoch. */
  newestMs(): number | null;
}

export class UsedCodeTable implements UsedCodes {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  isUsed(nonce: string): boolean {
    return this.#database.get('SELECT 1 AS value FROM used_codes WHERE nonce = ?', single(integer), nonce) !== null;
  }

  use(nonce: string, expiresMs: number): boolean {
    return this.#database.transaction(() => {
      // A day of grace: a clock that is set back must not make an old code good again.
      this.#database.run('DELETE FROM used_codes WHERE expires_ms < ?', this.#clock.now() - graceMs);
      const insert = 'INSERT OR IGNORE INTO used_codes (nonce, expires_ms, used_ms) VALUES (?, ?, ?)';
      return this.#database.run(insert, nonce, expiresMs, this.#clock.now()).changes === 1;
    });
  }

  release(nonce: string): void {
    this.#database.run('DELETE FROM used_codes WHERE nonce = ?', nonce);
  }

  newestMs(): number | null {
    return this.#database.get('SELECT max(used_ms) AS value FROM used_codes', single(nullable(integer)));
  }
}

const graceMs = 24 * 60 * 60 * 1_000;
