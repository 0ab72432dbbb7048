import type { Database } from './database.ts';
import { flag, integer, nullable, row, single, text } from './row.ts';

/** A worker whose last punch was an entry. */
export interface Present {
  readonly workerId: string;
  /** Null once he was removed from the roster. */
  readonly name: string | null;
  /** When he came in, ms since the epoch. */
  readonly atMs: number;
}

/** What the punches say of days and of who is inside. */
export interface Presence {
  /** Whose last punch at or after `sinceMs` was an entry, who came first first. */
  onSite(sinceMs: number): Present[];
  /** Whether anybody was seen to leave since then: a terminal of a lane in sees nobody leave. */
  hasExits(sinceMs: number): boolean;
  /** Punches and different workers within a time. */
  tally(fromMs: number, toMs: number): { readonly punches: number; readonly workers: number };
}

const presentRow = row({ worker_id: text, name: nullable(text), at_ms: integer });
const tallyRow = row({ punches: integer, workers: integer });

export class PresenceTable implements Presence {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  onSite(sinceMs: number): Present[] {
    // With max() SQLite takes the other columns from the row that holds the maximum.
    const select = `SELECT worker_id, name, last_ms AS at_ms FROM
        (SELECT worker_id, direction, max(at_ms) AS last_ms FROM punches INDEXED BY punches_by_time WHERE at_ms >= ?
          GROUP BY worker_id) AS latest
      LEFT JOIN own_people AS people ON people.id = worker_id
      WHERE direction = 'in' ORDER BY last_ms, worker_id`;
    return this.#database
      .all(select, presentRow, sinceMs)
      .map(({ worker_id: workerId, name, at_ms: atMs }) => ({ workerId, name, atMs }));
  }

  hasExits(sinceMs: number): boolean {
    const select = `SELECT EXISTS (SELECT 1 FROM punches INDEXED BY punches_by_time WHERE at_ms >= ? AND direction = 'out') AS value`;
    return this.#database.get(select, single(flag), sinceMs) ?? false;
  }

  tally(fromMs: number, toMs: number): { readonly punches: number; readonly workers: number } {
    const select = `SELECT count(*) AS punches, count(DISTINCT worker_id) AS workers
      FROM punches INDEXED BY punches_by_time WHERE at_ms >= ? AND at_ms < ?`;
    return this.#database.get(select, tallyRow, fromMs, toMs) ?? { punches: 0, workers: 0 };
  }
}
