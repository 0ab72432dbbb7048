import type { Clock } from '../shared/clock.ts';
import type { Database } from './database.ts';
import { real, row, text } from './row.ts';
import type { Lookalike } from './worker-fields.ts';

/** Two workers of the roster who may be one person. */
export interface LookalikePair {
  /** Who came when the other was there. */
  readonly workerId: string;
  readonly otherId: string;
  /** Cosine of their nearest templates. */
  readonly score: number;
}

const pairRow = row({ worker_id: text, other_id: text, score: real });
const foundRow = row({ id: text, score: real });

/** Pairs of workers who look alike. */
export class LookalikeTable {
  readonly #database: Database;
  readonly #clock: Clock;

  constructor(database: Database, clock: Clock) {
    this.#database = database;
    this.#clock = clock;
  }

  /** All pairs, by id. */
  all(): LookalikePair[] {
    const select = `SELECT worker_id, other_id, score FROM lookalikes
      WHERE worker_id IN (SELECT id FROM own_people) AND other_id IN (SELECT id FROM own_people)
      ORDER BY worker_id, other_id`;
    return this.#database
      .all(select, pairRow)
      .map((found) => ({ workerId: found.worker_id, otherId: found.other_id, score: found.score }));
  }

  /** Who is known to look like this worker, whoever of the two came first. */
  of(workerId: string): Lookalike[] {
    const select = `SELECT id, score FROM (
        SELECT other_id AS id, score FROM lookalikes WHERE worker_id = ?
        UNION SELECT worker_id AS id, score FROM lookalikes WHERE other_id = ?)
      WHERE id IN (SELECT id FROM own_people) ORDER BY id`;
    return this.#database.all(select, foundRow, workerId, workerId).map(({ id, score }) => ({ workerId: id, score }));
  }

  /** Within a transaction. */
  eraseOf(workerId: string): void {
    this.#database.run('DELETE FROM lookalikes WHERE worker_id = ?', workerId);
    this.#database.run('DELETE FROM lookalikes WHERE other_id = ?', workerId);
  }

  /** Within a transaction: all that is known of this worker. Whoever has left meanwhile is passed over. */
  replaceOf(workerId: string, lookalikes: readonly Lookalike[]): void {
    this.eraseOf(workerId);
    const insert = `INSERT OR REPLACE INTO lookalikes (worker_id, other_id, score, found_ms)
      SELECT ?, id, ?, ? FROM own_people WHERE id = ? AND id <> ?`;
    for (const { workerId: otherId, score } of lookalikes)
      this.#database.run(insert, workerId, score, this.#clock.now(), otherId, workerId);
  }
}
