import type { Log } from '../shared/log.ts';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import { integer, row } from './row.ts';

/** How long records stay; from the configuration's `storage`. */
export interface RetentionLimits {
  /** Days that punches are kept. */
  readonly punchDays: number;
  /** Days that refusals are kept, and how many at most. */
  readonly refusalDays: number;
  readonly refusalMost: number;
}

/** What one call deleted. */
export interface Retired {
  readonly punches: number;
  readonly refusals: number;
  /** False: more is due; call again soon. */
  readonly isDone: boolean;
}

export interface Retention {
  /**
   * Deletes what is older than the limits, at most 200 punches and 400 refusals in a call, in small transactions, so that
   * the gate never waits long. Punches that a platform has not taken are never deleted. The caller holds it back while the
   * clock is in doubt: a clock gone ahead would empty the terminal. Throws `store.*`.
   */
  apply(nowMs: number, limits: RetentionLimits): Retired;
}

const dayMs = 24 * 60 * 60 * 1_000;
const batchRows = 20;
const batchesMost = 10;
const pagesMost = 2_000;

const isTaken = `NOT EXISTS (SELECT 1 FROM outbox WHERE punch_id = punches.id AND state <> 'sent')`;
const oldPunches = `SELECT id FROM punches WHERE at_ms < ? AND ${isTaken} ORDER BY at_ms LIMIT ?`;
const oldRefusals = `SELECT id FROM refusals WHERE at_ms < ? ORDER BY at_ms LIMIT ?`;
const surplusRefusals = `SELECT id FROM refusals WHERE id <= ? ORDER BY id LIMIT ?`;

const oneId = row({ id: integer });
const idRow = (found: unknown): number => oneId(found).id;

export class RetentionRules implements Retention {
  readonly #database: Database;
  readonly #space: DiskSpace;
  readonly #log: Log;

  constructor(database: Database, space: DiskSpace, log: Log) {
    this.#database = database;
    this.#space = space;
    this.#log = log;
  }

  apply(nowMs: number, limits: RetentionLimits): Retired {
    const punchesBeforeMs = nowMs - limits.punchDays * dayMs;
    const refusalsBeforeMs = nowMs - limits.refusalDays * dayMs;
    const lastSurplusId = this.#lastSurplusId(limits.refusalMost);
    const punches = inBatches(() => this.#deletePunches(punchesBeforeMs));
    const old = inBatches(() => this.#deleteRefusals(oldRefusals, refusalsBeforeMs));
    const surplus = inBatches(() => this.#deleteRefusals(surplusRefusals, lastSurplusId));
    if (this.#space.isShort()) this.#givePagesBack();
    const isDone = [punches, old, surplus].every((batches) => batches.isDone);
    const retired = { punches: punches.deleted, refusals: old.deleted + surplus.deleted, isDone };
    if (retired.punches + retired.refusals > 0) this.#log.info('store', 'retentionApplied', retired);
    return retired;
  }

  #deletePunches(beforeMs: number): number {
    return this.#database.transaction(() => {
      const ids = this.#database.all(oldPunches, idRow, beforeMs, batchRows);
      for (const id of ids) {
        this.#database.run(`DELETE FROM outbox WHERE punch_id = ? AND state = 'sent'`, id);
        this.#database.run('DELETE FROM punches WHERE id = ?', id);
      }
      return ids.length;
    });
  }

  #deleteRefusals(select: string, bound: number): number {
    return this.#database.transaction(() => {
      const ids = this.#database.all(select, idRow, bound, batchRows);
      for (const id of ids) this.#database.run('DELETE FROM refusals WHERE id = ?', id);
      return ids.length;
    });
  }

  /** The newest refusal that is too many, or 0. */
  #lastSurplusId(most: number): number {
    return this.#database.get('SELECT id FROM refusals ORDER BY id DESC LIMIT 1 OFFSET ?', idRow, most) ?? 0;
  }

  /** Deleted rows leave free pages in the file; they are reused, but they do not count as free space on the disk. */
  #givePagesBack(): void {
    this.#database.vacuumSome(pagesMost);
    this.#database.emptyLog();
  }
}

function inBatches(deleteBatch: () => number): { readonly deleted: number; readonly isDone: boolean } {
  let deleted = 0;
  for (let batch = 0; batch < batchesMost; batch += 1) {
    const rows = deleteBatch();
    deleted += rows;
    if (rows < batchRows) return { deleted, isDone: true };
  }
  return { deleted, isDone: false };
}
