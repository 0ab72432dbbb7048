import type { LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import { recordingLabels, type RecordingLabel } from '../shared/recording-label.ts';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import { pageClause, type Page } from './page.ts';
import type { Quarantine } from './quarantine.ts';
import { blob, flag, integer, lane, nullable, oneOf, real, row, single } from './row.ts';
import type { Place, Sealer } from './sealing.ts';

export interface NewRecording {
  /** ms since the epoch. */
  readonly atMs: number;
  readonly label: RecordingLabel;
  readonly seconds: number;
  /** From the cameras, m; null: not said. */
  readonly distanceM: number | null;
  /** Whose cameras recorded. Default: the first lane's. */
  readonly lane?: LaneNumber;
}

export interface Recording extends NewRecording {
  readonly id: number;
  readonly lane: LaneNumber;
  /** False: still going on, or broken off. */
  readonly isWhole: boolean;
  readonly frames: number;
  /** Sealed size, bytes. */
  readonly bytes: number;
}

/** Labelled sessions of the liveness lab. They hold faces: sealed, and erased for good when they are removed. */
export interface Recordings {
  begin(recording: NewRecording): number;
  /** Adds frames, in whatever form the caller encodes them. Throws `store.full`. */
  addPart(recordingId: number, part: Uint8Array, frames: number): void;
  finish(recordingId: number): void;
  list(page: Page): Recording[];
  /** Ids of the parts of a recording, in order. */
  partsOf(recordingId: number): readonly number[];
  /** Null when there is none (or it is damaged: then quarantined). */
  part(partId: number): Uint8Array | null;
  /** False: there is none of that id. */
  remove(recordingId: number): boolean;
  /** Those dated after `atMs` were made by a clock that ran ahead: from now on they count as made then. Answers how many. */
  redate(atMs: number): number;
  /** Removes those made before `beforeMs`; answers their ids. */
  removeBefore(beforeMs: number): readonly number[];
}

const recordingRow = row({
  id: integer,
  at_ms: integer,
  label: oneOf(...recordingLabels),
  seconds: integer,
  distance_m: nullable(real),
  lane,
  is_whole: flag,
  frames: integer,
  bytes: integer,
});
const placeOf = (partId: number): Place => ({ table: 'recording_parts', rowId: partId });
const nothingYet = new Uint8Array(0);

export class RecordingTable implements Recordings {
  readonly #database: Database;
  readonly #sealer: Sealer;
  readonly #quarantine: Quarantine;
  readonly #space: DiskSpace;
  readonly #log: Log;

  constructor(database: Database, sealer: Sealer, quarantine: Quarantine, space: DiskSpace, log: Log) {
    this.#database = database;
    this.#sealer = sealer;
    this.#quarantine = quarantine;
    this.#space = space;
    this.#log = log;
  }

  begin({ atMs, label, seconds, distanceM, lane: number = 1 }: NewRecording): number {
    this.#space.require();
    const insert = 'INSERT INTO recordings (at_ms, label, seconds, distance_m, lane) VALUES (?, ?, ?, ?, ?)';
    return this.#database.run(insert, atMs, label, seconds, distanceM, number).lastId;
  }

  addPart(recordingId: number, part: Uint8Array, frames: number): void {
    this.#space.require();
    // The row exists before its value, because a value is sealed to its row's id.
    this.#database.transaction(() => {
      const insert = 'INSERT INTO recording_parts (recording_id, frames, sealed) VALUES (?, ?, ?)';
      const { lastId } = this.#database.run(insert, recordingId, frames, nothingYet);
      this.#database.run('UPDATE recording_parts SET sealed = ? WHERE id = ?', this.#sealer.seal(part, placeOf(lastId)), lastId);
    });
  }

  finish(recordingId: number): void {
    this.#database.run('UPDATE recordings SET is_whole = 1 WHERE id = ?', recordingId);
  }

  list(page: Page): Recording[] {
    const { sql, values } = pageClause(page);
    const select = `SELECT *,
      (SELECT coalesce(sum(frames), 0) FROM recording_parts WHERE recording_id = recordings.id) AS frames,
      (SELECT coalesce(sum(length(sealed)), 0) FROM recording_parts WHERE recording_id = recordings.id) AS bytes
      FROM recordings WHERE ${sql}`;
    return this.#database
      .all(select, recordingRow, ...values)
      .map(({ at_ms: atMs, distance_m: distanceM, is_whole: isWhole, ...rest }) => ({ ...rest, atMs, distanceM, isWhole }));
  }

  partsOf(recordingId: number): readonly number[] {
    const select = 'SELECT id AS value FROM recording_parts WHERE recording_id = ? ORDER BY id';
    return this.#database.all(select, single(integer), recordingId);
  }

  part(partId: number): Uint8Array | null {
    const sealed = this.#database.get('SELECT sealed AS value FROM recording_parts WHERE id = ?', single(blob), partId);
    return sealed === null ? null : this.#quarantine.open(sealed, placeOf(partId), (plain) => plain);
  }

  remove(recordingId: number): boolean {
    const isKnown = this.#database.run('DELETE FROM recordings WHERE id = ?', recordingId).changes > 0;
    if (isKnown) this.#eraseLog();
    return isKnown;
  }

  redate(atMs: number): number {
    return this.#database.run('UPDATE recordings SET at_ms = ? WHERE at_ms > ?', atMs, atMs).changes;
  }

  removeBefore(beforeMs: number): readonly number[] {
    const ids = this.#database.all('SELECT id AS value FROM recordings WHERE at_ms < ? ORDER BY id', single(integer), beforeMs);
    for (const id of ids) this.#database.run('DELETE FROM recordings WHERE id = ?', id);
    if (ids.length > 0) this.#eraseLog();
    return ids;
  }

  /** Overwritten pages still stand in the log of the database until it is emptied. */
  #eraseLog(): void {
    if (!this.#database.emptyLog()) this.#log.warn('store', 'eraseDelayed');
  }
}
