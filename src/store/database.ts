import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '../shared/fault.ts';
import { freeMb } from './disk-space.ts';
import { faultOf } from './fault-of.ts';
import { QuietCheckpoint } from './quiet-checkpoint.ts';
import type { RowParser } from './row.ts';

/** What SQLite can be given. */
export type Value = string | number | Uint8Array | null;

/** How long a statement waits for another connection, ms. Only a person with the sqlite3 tool could be one. */
const busyTimeoutMs = 2_000;
const fullSynchronous = 2;
/** At once, 4 KiB each: the gate waits for them. */
const COPIED_PAGES = 256;
/** Of the write-ahead log, 4 KiB each: from here on the next commit empties it, if nobody did before (`QuietCheckpoint`). */
const LOG_PAGES = 8_000;

/**
 * One connection: statements are prepared once, rows come back checked, everything thrown is a `Fault` `store.*`.
 * Synchronous: a call that wrote returns after the commit.
 */
export class Database {
  readonly #raw: BetterSqlite3.Database;
  readonly #statements = new Map<string, BetterSqlite3.Statement>();
  readonly #isOutOfSpace: () => boolean;
  readonly #checkpoint = new QuietCheckpoint({
    checkpoint: () => void this.pragma('wal_checkpoint(PASSIVE)'),
    monotonic: () => performance.now(),
  });

  /** Opens or creates `file`, whose folder exists. Nothing is set yet: see `makeDurable`. */
  constructor(file: string, folder: string) {
    this.#isOutOfSpace = () => freeMb(folder) < 1;
    this.#raw = this.#guarded(() => new BetterSqlite3(file, { timeout: busyTimeoutMs }));
  }

  /** Runs a statement that returns no rows. */
  run(sql: string, ...values: readonly Value[]): { readonly changes: number; readonly lastId: number } {
    return this.#guarded(() => {
      const { changes, lastInsertRowid } = this.#prepared(sql).run(...values);
      this.#checkpoint.wrote();
      return { changes, lastId: Number(lastInsertRowid) };
    });
  }

  /** The first row, or null. */
  get<T>(sql: string, parse: RowParser<T>, ...values: readonly Value[]): T | null {
    const found = this.#guarded(() => this.#prepared(sql).get(...values));
    return found === undefined ? null : parse(found);
  }

  all<T>(sql: string, parse: RowParser<T>, ...values: readonly Value[]): T[] {
    return this.#guarded(() => this.#prepared(sql).all(...values)).map((found) => parse(found));
  }

  /** All or nothing: whatever `body` throws undoes what it wrote. */
  transaction<T>(body: () => T): T {
    return this.#guarded(() => this.#raw.transaction(body).immediate());
  }

  /** Several statements without values, as a migration is. */
  script(sql: string): void {
    this.#guarded(() => this.#raw.exec(sql));
  }

  pragma(source: string): unknown {
    return this.#guarded(() => this.#raw.pragma(source, { simple: true }));
  }

  /**
   * A commit is on the disk when it returns, also after a power cut. Read back, because SQLite falls back to NORMAL at
   * each open of a WAL database, which a killed process never shows and a power cut does.
   */
  makeDurable(): void {
    const mode = this.pragma('journal_mode = WAL');
    if (mode !== 'wal') throw new Fault('store.failed', `The database cannot use a write-ahead log (${String(mode)})`);
    this.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
    this.requireFullSynchronous();
  }

  requireFullSynchronous(): void {
    this.pragma('synchronous = FULL');
    this.pragma('user_version');
    const level = this.pragma('synchronous');
    if (level !== fullSynchronous) throw new Fault('store.failed', `synchronous is ${String(level)}, not FULL`);
  }

  /**
   * Empties the write-ahead log into the database. False: something is left in the log, because another connection reads or
   * the disk is too full for the database to grow; nothing is lost by it.
   */
  emptyLog(): boolean {
    try {
      return this.pragma('wal_checkpoint(TRUNCATE)') === 0;
    } catch (error) {
      const fault = Fault.from(error, 'store.failed', 'The log cannot be emptied');
      if (fault.code === 'store.full') return false;
      throw fault;
    }
  }

  /** Gives up to `pages` free pages back to the file system. As a script: a single step would give back one. */
  vacuumSome(pages: number): void {
    this.script(`PRAGMA incremental_vacuum(${Math.trunc(pages)})`);
  }

  /**
   * Writes a copy of all that is committed into `file`, some pages at a time: the program works on meanwhile, and what it
   * writes is in the copy. Rejects with `Fault` `store.*`; `file` is then to be thrown away.
   */
  async copyTo(file: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#raw.backup(file, {
        progress: () => {
          signal.throwIfAborted();
          return COPIED_PAGES;
        },
      });
    } catch (error) {
      throw faultOf(error, this.#isOutOfSpace);
    }
  }

  close(): void {
    this.#checkpoint.close();
    this.#statements.clear();
    this.#guarded(() => this.#raw.close());
  }

  #prepared(sql: string): BetterSqlite3.Statement {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#raw.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  #guarded<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw faultOf(error, this.#isOutOfSpace);
    }
  }
}
