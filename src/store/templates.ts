import { Fault } from '../shared/fault.ts';
import type { Database } from './database.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, integer, row, text } from './row.ts';
import type { Place } from './sealing.ts';

export interface Template {
  readonly workerId: string;
  readonly embedding: Float32Array;
  /** SHA-256 of the model that made it; templates of different models cannot be compared. */
  readonly modelHash: string;
}

/** All faces as stored for matching. */
export interface Templates {
  /** Every template that opens, read in pages while iterating; the others are quarantined and logged. */
  all(): Iterable<Template>;
  /** Those of one worker that open. */
  of(workerId: string): readonly Template[];
}

const templateRow = row({ id: integer, worker_id: text, model_hash: text, sealed: blob });
const pageRows = 1_000;
const floatBytes = Float32Array.BYTES_PER_ELEMENT;

export const placeOfTemplate = (rowId: number, owner: string): Place => ({ table: 'templates', rowId, owner });

/** As stored: 32-bit floats, little-endian as all machines that Electron runs on. */
export const embeddingBytes = (embedding: Float32Array): Uint8Array =>
  new Uint8Array(embedding.buffer, embedding.byteOffset, embedding.byteLength);

/** Throws `store.damaged`. */
export function embeddingOf(bytes: Uint8Array): Float32Array {
  if (bytes.length === 0 || bytes.length % floatBytes !== 0) throw new Fault('store.damaged', 'A template has a wrong length');
  const embedding = new Float32Array(bytes.length / floatBytes);
  embeddingBytes(embedding).set(bytes);
  return embedding;
}

export class TemplateTable implements Templates {
  readonly #database: Database;
  readonly #quarantine: Quarantine;

  constructor(database: Database, quarantine: Quarantine) {
    this.#database = database;
    this.#quarantine = quarantine;
  }

  of(workerId: string): readonly Template[] {
    const select = 'SELECT id, worker_id, model_hash, sealed FROM own_templates WHERE worker_id = ? ORDER BY id';
    return this.#database.all(select, templateRow, workerId).flatMap((found) => this.#open(found));
  }

  *all(): Generator<Template> {
    const select = 'SELECT id, worker_id, model_hash, sealed FROM own_templates WHERE id > ? ORDER BY id LIMIT ?';
    let page = this.#database.all(select, templateRow, 0, pageRows);
    while (page.length > 0) {
      for (const found of page) yield* this.#open(found);
      page = this.#database.all(select, templateRow, page.at(-1)?.id ?? Number.MAX_SAFE_INTEGER, pageRows);
    }
  }

  #open({ id, worker_id: workerId, model_hash: modelHash, sealed }: ReturnType<typeof templateRow>): readonly Template[] {
    const embedding = this.#quarantine.open(sealed, placeOfTemplate(id, workerId), embeddingOf);
    return embedding === null ? [] : [{ workerId, embedding, modelHash }];
  }
}
