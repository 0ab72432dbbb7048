import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, integer, nullable, real, row, single, text } from './row.ts';
import type { Place, Sealer } from './sealing.ts';
import { embeddingBytes, embeddingOf, type Template } from './templates.ts';

/** A template that was learnt at the gate. */
export interface LearntTemplate extends Template {
  readonly id: number;
  /** ms since the epoch. */
  readonly learntMs: number;
  /** Cosine with the nearest of the worker's photographs, when it was learnt. */
  readonly score: number;
}

/** What is said of a learnt template without opening it. */
export type LearntNote = Pick<LearntTemplate, 'learntMs' | 'score'>;

/** How much was learnt of everybody. */
export interface LearntCounts {
  readonly templates: number;
  readonly workers: number;
  /** ms since the epoch; null: nothing was learnt. */
  readonly newestMs: number | null;
}

/**
 * Templates that were learnt at the gate. They leave with their worker and with his photographs; what is forgotten is erased for
 * good, also from the log of the database.
 */
export interface LearntTemplates {
  /** Those of everybody that open; the others are quarantined and logged. */
  all(): readonly LearntTemplate[];
  /** Those of one worker that open, oldest first. */
  of(workerId: string): readonly LearntTemplate[];
  /** Of one worker, oldest first. */
  notesOf(workerId: string): readonly LearntNote[];
  counts(): LearntCounts;
  /** Ids of those of whom anything was learnt. */
  workers(): readonly string[];
  /** Adds one in place of `replaces`, if that is not null. Throws `store.*`. */
  add(template: Omit<LearntTemplate, 'id'>, replaces: number | null): void;
  /** Forgets these. */
  drop(ids: readonly number[]): void;
  /** Forgets what was learnt of one worker; null: of everybody, of whatever platform. Answers how many templates there were. */
  forget(workerId: string | null): number;
  /** Forgets what another network made, and of every worker all but the newest `most`. Answers how many templates that were. */
  keepOnly(modelHash: string, most: number): number;
}

const templateRow = row({ id: integer, worker_id: text, model_hash: text, learnt_ms: integer, score: real, sealed: blob });
const noteRow = row({ learnt_ms: integer, score: real });
const countsRow = row({ templates: integer, workers: integer, newest_ms: nullable(integer) });
const placeOf = (rowId: number, owner: string): Place => ({ table: 'learnt_templates', rowId, owner });
const nothingYet = new Uint8Array(0);
/** Those of another platform's people stay unused and unseen. */
const ofOwn = 'FROM learnt_templates WHERE worker_id IN (SELECT id FROM own_people)';

/** `LearntTemplates` in SQLite. */
export class LearntTemplateTable implements LearntTemplates {
  readonly #database: Database;
  readonly #sealer: Sealer;
  readonly #quarantine: Quarantine;
  readonly #space: DiskSpace;

  constructor(database: Database, sealer: Sealer, quarantine: Quarantine, space: DiskSpace) {
    this.#database = database;
    this.#sealer = sealer;
    this.#quarantine = quarantine;
    this.#space = space;
  }

  all(): readonly LearntTemplate[] {
    return this.#database.all(`SELECT * ${ofOwn} ORDER BY id`, templateRow).flatMap((found) => this.#open(found));
  }

  of(workerId: string): readonly LearntTemplate[] {
    const select = `SELECT * ${ofOwn} AND worker_id = ? ORDER BY id`;
    return this.#database.all(select, templateRow, workerId).flatMap((found) => this.#open(found));
  }

  notesOf(workerId: string): readonly LearntNote[] {
    return this.#database
      .all(`SELECT learnt_ms, score ${ofOwn} AND worker_id = ? ORDER BY id`, noteRow, workerId)
      .map(({ learnt_ms: learntMs, score }) => ({ learntMs, score }));
  }

  counts(): LearntCounts {
    const select = `SELECT count(*) AS templates, count(DISTINCT worker_id) AS workers, max(learnt_ms) AS newest_ms ${ofOwn}`;
    const found = this.#database.get(select, countsRow);
    return { templates: found?.templates ?? 0, workers: found?.workers ?? 0, newestMs: found?.newest_ms ?? null };
  }

  workers(): readonly string[] {
    return this.#database.all(`SELECT DISTINCT worker_id AS value ${ofOwn}`, single(text));
  }

  add({ workerId, modelHash, learntMs, score, embedding }: Omit<LearntTemplate, 'id'>, replaces: number | null): void {
    this.#space.require();
    this.#database.transaction(() => {
      if (replaces !== null) this.#database.run('DELETE FROM learnt_templates WHERE id = ?', replaces);
      // The row exists before its value, because a value is sealed to its row's id.
      const insert = 'INSERT INTO learnt_templates (worker_id, model_hash, learnt_ms, score, sealed) VALUES (?, ?, ?, ?, ?)';
      const { lastId } = this.#database.run(insert, workerId, modelHash, learntMs, score, nothingYet);
      const sealed = this.#sealer.seal(embeddingBytes(embedding), placeOf(lastId, workerId));
      this.#database.run('UPDATE learnt_templates SET sealed = ? WHERE id = ?', sealed, lastId);
    });
  }

  drop(ids: readonly number[]): void {
    for (const id of ids) this.#erase('id = ?', id);
  }

  forget(workerId: string | null): number {
    return this.#erase('? IS NULL OR worker_id = ?', workerId, workerId);
  }

  keepOnly(modelHash: string, most: number): number {
    const newer = `(SELECT count(*) FROM learnt_templates AS newer
      WHERE newer.worker_id = learnt_templates.worker_id AND newer.id > learnt_templates.id)`;
    return this.#erase('model_hash <> ?', modelHash) + this.#erase(`${newer} >= ?`, most);
  }

  #erase(which: string, ...values: readonly (string | number | null)[]): number {
    const { changes } = this.#database.run(`DELETE FROM learnt_templates WHERE ${which}`, ...values);
    // The write-ahead log still holds what was erased; should it not be emptied now, it is at the next start.
    if (changes > 0) this.#database.emptyLog();
    return changes;
  }

  #open(found: ReturnType<typeof templateRow>): readonly LearntTemplate[] {
    const { id, worker_id: workerId, model_hash: modelHash, learnt_ms: learntMs, score, sealed } = found;
    const embedding = this.#quarantine.open(sealed, placeOf(id, workerId), embeddingOf);
    return embedding === null ? [] : [{ id, workerId, modelHash, learntMs, score, embedding }];
  }
}
