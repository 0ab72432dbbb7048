import type { Clock } from '../shared/clock.ts';
import type { Database } from './database.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, integer, row, single, text } from './row.ts';
import type { Place, Sealer } from './sealing.ts';
import { embeddingBytes, placeOfTemplate } from './templates.ts';
import type { NewPhotograph } from './worker-fields.ts';

export interface Photograph {
  readonly photographId: number;
  readonly jpeg: Uint8Array;
  /** ms since the epoch. */
  readonly addedMs: number;
  /** What is poor about it, as it was enrolled with. */
  readonly flags: readonly string[];
}

/** Enrolled photographs. */
export interface Photographs {
  /** The photographs of a worker, oldest first; empty when nobody has that id. Damaged ones are quarantined and left out. */
  of(workerId: string): Photograph[];
}

const photographRow = row({ id: integer, added_ms: integer, sealed: blob });
const placeOf = (rowId: number, owner: string): Place => ({ table: 'photographs', rowId, owner });
const nothingYet = new Uint8Array(0);

/** `Photographs` in SQLite, and the writing of photographs together with their templates. */
export class PhotographTable implements Photographs {
  readonly #database: Database;
  readonly #sealer: Sealer;
  readonly #quarantine: Quarantine;
  readonly #clock: Clock;

  constructor(database: Database, sealer: Sealer, quarantine: Quarantine, clock: Clock) {
    this.#database = database;
    this.#sealer = sealer;
    this.#quarantine = quarantine;
    this.#clock = clock;
  }

  of(workerId: string): Photograph[] {
    return this.#database
      .all('SELECT id, added_ms, sealed FROM photographs WHERE worker_id = ? ORDER BY id', photographRow, workerId)
      .flatMap((found) => {
        const jpeg = this.#quarantine.open(found.sealed, placeOf(found.id, workerId), (plain) => plain);
        return jpeg === null ? [] : [{ photographId: found.id, jpeg, addedMs: found.added_ms, flags: this.#flagsOf(found.id) }];
      });
  }

  /** Within a transaction: the rows exist before their values, because a value is sealed to its row's id. */
  add(workerId: string, { jpeg, embeddings, modelHash, flags = [] }: NewPhotograph): void {
    const insert = 'INSERT INTO photographs (worker_id, added_ms, sealed) VALUES (?, ?, ?)';
    const { lastId } = this.#database.run(insert, workerId, this.#clock.now(), nothingYet);
    const sealed = this.#sealer.seal(jpeg, placeOf(lastId, workerId));
    this.#database.run('UPDATE photographs SET sealed = ? WHERE id = ?', sealed, lastId);
    for (const flag of new Set(flags))
      this.#database.run('INSERT INTO photograph_flags (photograph_id, flag) VALUES (?, ?)', lastId, flag);
    for (const embedding of embeddings) this.#addTemplate(workerId, lastId, modelHash, embedding);
  }

  /** Within a transaction: erases the photographs and templates of a worker, with what was learnt of him at the gate unless `keepsLearnt`. */
  eraseOf(workerId: string, { keepsLearnt = false }: { readonly keepsLearnt?: boolean } = {}): void {
    if (!keepsLearnt) this.#database.run('DELETE FROM learnt_templates WHERE worker_id = ?', workerId);
    this.#database.run('DELETE FROM templates WHERE worker_id = ?', workerId);
    this.#database.run('DELETE FROM photographs WHERE worker_id = ?', workerId);
  }

  #flagsOf(photographId: number): readonly string[] {
    return this.#database.all(
      'SELECT flag AS value FROM photograph_flags WHERE photograph_id = ? ORDER BY flag',
      single(text),
      photographId,
    );
  }

  #addTemplate(workerId: string, photographId: number, modelHash: string, embedding: Float32Array): void {
    const insert = 'INSERT INTO templates (worker_id, photograph_id, model_hash, sealed) VALUES (?, ?, ?, ?)';
    const { lastId } = this.#database.run(insert, workerId, photographId, modelHash, nothingYet);
    const sealed = this.#sealer.seal(embeddingBytes(embedding), placeOfTemplate(lastId, workerId));
    this.#database.run('UPDATE templates SET sealed = ? WHERE id = ?', sealed, lastId);
  }
}
