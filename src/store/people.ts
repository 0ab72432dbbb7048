import type { RosterEntry } from '../gate/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import type { LookalikePair, LookalikeTable } from './lookalikes.ts';
import type { NameKeyOf } from './name-key.ts';
import type { PhotographTable } from './photographs.ts';
import { integer, nullable, row, single, text } from './row.ts';
import { requireValidWorker, type Lookalike, type NewWorker } from './worker-fields.ts';

/** A worker as listed. Times are ms since the epoch. */
export interface Worker {
  readonly id: string;
  readonly name: string;
  readonly origin: string;
  readonly barredReason: string | null;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** How many photographs and templates there are; without a template the gate cannot know him. */
  readonly photographs: number;
  readonly templates: number;
  /** What is poor about his photographs, each code once, in order. */
  readonly flags: readonly string[];
}

/** The workers on the roster. */
export interface People {
  /**
   * Stores the whole record; with `replace` an older one, its photographs and its templates are erased first; what was learnt of him at the
   * gate as well, unless `keepsLearnt`: the photographs are the same ones again. Throws `worker.invalid`, `worker.exists` (without `replace`), `store.full`.
   */
  put(worker: NewWorker, options: { readonly replace: boolean; readonly keepsLearnt?: boolean }): void;
  /** Changes what is said of a worker, or adds him without a photograph; photographs and templates stay. Throws as `put`. */
  amend(worker: Omit<NewWorker, 'photographs' | 'lookalikes'>): void;
  /**
   * Erases the worker, his photographs and templates for good, also from the log of the database; his punches, which carry his
   * id, stay. False: nobody has that id.
   */
  remove(id: string): boolean;
  get(id: string): Worker | null;
  /** Erases everyone as `remove` does. Answers how many there were. */
  clear(): number;
  /** All workers, by id. */
  list(): Worker[];
  /** At most `limit` workers by id, behind `afterId` (null: from the start). */
  page(afterId: string | null, limit: number): Worker[];
  count(): number;
  /** Why the last photograph of this worker could not be used; forgotten with the next one that can. */
  notePhotoRefusal(id: string, code: string): void;
  /** Workers who look so alike that they may be one person; a pair leaves with either of the two. */
  lookalikes(): readonly LookalikePair[];
  /** Who is known to look like this worker, whoever of the two came first. */
  lookalikesOf(id: string): readonly Lookalike[];
}

const rosterRow = row({ name: text, barred_reason: nullable(text) });
const workerRow = row({
  id: text,
  name: text,
  origin: text,
  barred_reason: nullable(text),
  created_ms: integer,
  updated_ms: integer,
  photographs: integer,
  templates: integer,
  flags: nullable(text),
});

const select = `SELECT *,
  (SELECT count(*) FROM photographs WHERE worker_id = own_people.id) AS photographs,
  (SELECT count(*) FROM templates WHERE worker_id = own_people.id) AS templates,
  (SELECT group_concat(DISTINCT flag) FROM photograph_flags JOIN photographs ON photographs.id = photograph_id
    WHERE worker_id = own_people.id) AS flags
  FROM own_people`;
const asWorker = (found: ReturnType<typeof workerRow>): Worker => ({
  id: found.id,
  name: found.name,
  origin: found.origin,
  barredReason: found.barred_reason,
  createdMs: found.created_ms,
  updatedMs: found.updated_ms,
  photographs: found.photographs,
  templates: found.templates,
  flags: found.flags === null ? [] : found.flags.split(',').sort(),
});

/** `People` and the gate's `Roster` in SQLite. */
export class PeopleTable implements People {
  readonly #database: Database;
  readonly #photographs: PhotographTable;
  readonly #lookalikes: LookalikeTable;
  readonly #space: DiskSpace;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #keyOf: NameKeyOf;

  constructor(
    database: Database,
    photographs: PhotographTable,
    lookalikes: LookalikeTable,
    space: DiskSpace,
    clock: Clock,
    log: Log,
    keyOf: NameKeyOf,
  ) {
    this.#database = database;
    this.#photographs = photographs;
    this.#lookalikes = lookalikes;
    this.#space = space;
    this.#clock = clock;
    this.#log = log;
    this.#keyOf = keyOf;
  }

  put(worker: NewWorker, { replace, keepsLearnt = false }: { readonly replace: boolean; readonly keepsLearnt?: boolean }): void {
    requireValidWorker(worker);
    this.#space.require();
    const hasErased = this.#database.transaction(() => {
      const isKnown = this.#has(worker.id);
      const isOwn = this.find(worker.id) !== null;
      if (!replace && isOwn) throw new Fault('worker.exists', 'A worker with this id exists; replacing was not asked for');
      this.#write(worker);
      // Cards stay with a worker whose record is replaced; another platform's person of that id leaves none behind.
      if (!isOwn) this.#eraseCardsOf(worker.id);
      // Of another platform's person of that id nothing stays.
      this.#photographs.eraseOf(worker.id, { keepsLearnt: keepsLearnt && isOwn });
      for (const photograph of worker.photographs) this.#photographs.add(worker.id, photograph);
      this.#database.run('UPDATE people SET photo_refusal = NULL WHERE id = ?', worker.id);
      if (worker.lookalikes !== undefined) this.#lookalikes.replaceOf(worker.id, worker.lookalikes);
      else if (!isOwn) this.#lookalikes.eraseOf(worker.id);
      return isKnown;
    });
    if (hasErased) this.#eraseLog();
  }

  amend(worker: Omit<NewWorker, 'photographs' | 'lookalikes'>): void {
    requireValidWorker({ ...worker, photographs: [] });
    this.#space.require();
    const hasErased = this.#database.transaction(() => {
      // Another platform's person of that id: nothing of his becomes this one's.
      const isForeign = this.#has(worker.id) && this.find(worker.id) === null;
      if (isForeign) {
        this.#photographs.eraseOf(worker.id);
        this.#lookalikes.eraseOf(worker.id);
        this.#eraseCardsOf(worker.id);
      }
      this.#write(worker);
      return isForeign;
    });
    if (hasErased) this.#eraseLog();
  }

  clear(): number {
    const cleared = this.#database.transaction(() => {
      const ofOwn = 'WHERE worker_id IN (SELECT id FROM own_people)';
      this.#database.run(`DELETE FROM learnt_templates ${ofOwn}`);
      this.#database.run(`DELETE FROM templates ${ofOwn}`);
      this.#database.run(`DELETE FROM photographs ${ofOwn}`);
      return this.#database.run('DELETE FROM people WHERE id IN (SELECT id FROM own_people)').changes;
    });
    if (cleared > 0) this.#eraseLog();
    return cleared;
  }

  remove(id: string): boolean {
    const isKnown = this.#database.transaction(() => {
      if (this.find(id) === null) return false;
      this.#photographs.eraseOf(id);
      return this.#database.run('DELETE FROM people WHERE id = ?', id).changes > 0;
    });
    if (isKnown) this.#eraseLog();
    return isKnown;
  }

  get(id: string): Worker | null {
    const found = this.#database.get(`${select} WHERE id = ?`, workerRow, id);
    return found === null ? null : asWorker(found);
  }

  list(): Worker[] {
    return this.#database.all(`${select} ORDER BY id`, workerRow).map(asWorker);
  }

  page(afterId: string | null, limit: number): Worker[] {
    return this.#database.all(`${select} WHERE id > ? ORDER BY id LIMIT ?`, workerRow, afterId ?? '', limit).map(asWorker);
  }

  lookalikes(): readonly LookalikePair[] {
    return this.#lookalikes.all();
  }

  lookalikesOf(id: string): readonly Lookalike[] {
    return this.#lookalikes.of(id);
  }

  count(): number {
    return this.#database.get('SELECT count(*) AS value FROM own_people', single(integer)) ?? 0;
  }

  notePhotoRefusal(id: string, code: string): void {
    this.#database.run('UPDATE people SET photo_refusal = ? WHERE id = ?', code, id);
  }

  find(workerId: string): RosterEntry | null {
    const found = this.#database.get('SELECT name, barred_reason FROM own_people WHERE id = ?', rosterRow, workerId);
    return found === null ? null : { workerId, name: found.name, barredReason: found.barred_reason };
  }

  #eraseCardsOf(id: string): void {
    this.#database.run('DELETE FROM cards WHERE worker_id = ?', id);
  }

  #has(id: string): boolean {
    return this.#database.get('SELECT 1 AS value FROM people WHERE id = ?', single(integer), id) !== null;
  }

  #write(worker: Omit<NewWorker, 'photographs' | 'lookalikes'>): void {
    const now = this.#clock.now();
    const { sound, initials } = this.#keyOf(worker.name);
    this.#database.run(
      `INSERT INTO people (id, name, barred_reason, origin, created_ms, updated_ms, name_sound, name_initials)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT (id) DO UPDATE SET name = excluded.name, barred_reason = excluded.barred_reason, origin = excluded.origin,
         updated_ms = excluded.updated_ms, name_sound = excluded.name_sound, name_initials = excluded.name_initials`,
      worker.id,
      worker.name,
      worker.barredReason,
      worker.origin,
      now,
      now,
      sound,
      initials,
    );
  }

  /** The write-ahead log still holds what was erased until it is emptied. */
  #eraseLog(): void {
    if (!this.#database.emptyLog()) this.#log.warn('store', 'eraseDelayed');
  }
}
