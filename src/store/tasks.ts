import type { Clock } from '../shared/clock.ts';
import type { Database } from './database.ts';
import type { OwedPlatform } from './passages.ts';
import { flag, integer, nullable, oneOf, row, text } from './row.ts';
import type { RowOf } from './row.ts';

/** An order of the platform as it stands. */
export interface TaskRecord {
  readonly taskId: string;
  readonly state: 'accepted' | 'done' | 'failed' | 'unsupported';
  /** What was, or is to be, reported; the client's JSON. */
  readonly report: string | null;
  readonly isReported: boolean;
  /** How often it was finished. */
  readonly tries: number;
  /** Attempts in a row that did not end: the program ended in the middle of them. */
  readonly interruptions: number;
  /** When the latest attempt began, ms since the epoch; null: none did. */
  readonly begunAtMs: number | null;
}

/** Tasks that were reported are kept this many deep: the platform may offer one again. */
const KEPT = 2_000;

const taskRow = row({
  task_id: text,
  state: oneOf('accepted', 'done', 'failed', 'unsupported'),
  report: nullable(text),
  is_reported: flag,
  tries: integer,
  interruptions: integer,
  begun_ms: nullable(integer),
});
const orderRow = row({ task_id: text, task_order: text });

const asTask = (found: RowOf<typeof taskRow>): TaskRecord => ({
  taskId: found.task_id,
  state: found.state,
  report: found.report,
  isReported: found.is_reported,
  tries: found.tries,
  interruptions: found.interruptions,
  begunAtMs: found.begun_ms,
});

/** The platform's tasks; every change is durable when the method returns. */
export class TaskTable {
  readonly #database: Database;
  readonly #clock: Clock;
  readonly #platform: OwedPlatform;

  constructor(database: Database, clock: Clock, platform: OwedPlatform) {
    this.#database = database;
    this.#clock = clock;
    this.#platform = platform;
  }

  find(taskId: string): TaskRecord | null {
    const found = this.#database.get('SELECT * FROM tasks WHERE platform = ? AND task_id = ?', taskRow, this.#platform, taskId);
    return found === null ? null : asTask(found);
  }

  /** Written down before anything is done for it; a known one keeps its state. */
  accept(taskId: string, order: string): void {
    const insert = `INSERT INTO tasks (platform, task_id, task_order, state, updated_ms) VALUES (?, ?, ?, 'accepted', ?)
      ON CONFLICT (platform, task_id) DO NOTHING`;
    this.#database.run(insert, this.#platform, taskId, order, this.#clock.now());
  }

  finish(taskId: string, state: Exclude<TaskRecord['state'], 'accepted'>, report: string): void {
    const update = `UPDATE tasks SET state = ?, report = ?, is_reported = 0, tries = tries + 1, updated_ms = ?
      WHERE platform = ? AND task_id = ?`;
    this.#database.run(update, state, report, this.#clock.now(), this.#platform, taskId);
  }

  reported(taskId: string): void {
    const update = 'UPDATE tasks SET is_reported = 1, updated_ms = ? WHERE platform = ? AND task_id = ?';
    const forget = `DELETE FROM tasks WHERE platform = ? AND is_reported = 1
      AND task_no < (SELECT max(task_no) FROM tasks) - ${String(KEPT)}`;
    this.#database.transaction(() => {
      this.#database.run(update, this.#clock.now(), this.#platform, taskId);
      this.#database.run(forget, this.#platform);
    });
  }

  /** An attempt begins; it counts as an interruption until `settle`. */
  begin(taskId: string): void {
    const update = 'UPDATE tasks SET interruptions = interruptions + 1, begun_ms = ? WHERE platform = ? AND task_id = ?';
    this.#database.run(update, this.#clock.now(), this.#platform, taskId);
  }

  /** The attempt ended, whatever its outcome. */
  settle(taskId: string): void {
    this.#database.run('UPDATE tasks SET interruptions = 0 WHERE platform = ? AND task_id = ?', this.#platform, taskId);
  }

  /** Those with `least` interruptions or more, oldest first. */
  interrupted(least: number): readonly TaskRecord[] {
    const select = 'SELECT * FROM tasks WHERE platform = ? AND interruptions >= ? ORDER BY task_no';
    return this.#database.all(select, taskRow, this.#platform, least).map(asTask);
  }

  /** Accepted and not finished, oldest first. */
  unfinished(): readonly { readonly taskId: string; readonly order: string }[] {
    const select = `SELECT task_id, task_order FROM tasks WHERE platform = ? AND state = 'accepted' ORDER BY task_no`;
    return this.#database
      .all(select, orderRow, this.#platform)
      .map(({ task_id: taskId, task_order: order }) => ({ taskId, order }));
  }

  /** Finished and not yet reported, oldest first. */
  unreported(): readonly TaskRecord[] {
    const select = `SELECT * FROM tasks WHERE platform = ? AND state <> 'accepted' AND is_reported = 0 ORDER BY task_no`;
    return this.#database.all(select, taskRow, this.#platform).map(asTask);
  }
}
