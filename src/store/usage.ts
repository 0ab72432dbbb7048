import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import type { DiskSpace } from './disk-space.ts';
import { integer, nullable, row, single } from './row.ts';

/** What the terminal's data take, bytes, and what records add to it. */
export interface StorageUse {
  readonly databaseBytes: number;
  readonly logBytes: number;
  readonly freeBytes: number;
  /** Sealed pictures of punches and refusals stored within the measured time, bytes. */
  readonly recentBytes: number;
  /** How long that time is, ms; 0: there is nothing to measure by. */
  readonly measuredMs: number;
  /** The oldest punch that is kept, ms since the epoch. */
  readonly oldestPunchMs: number | null;
}

/** What SQLite itself adds to a record without its picture, bytes: rows of punch, opening, outbox and their indices. */
const ROW_BYTES = 400;
const nothing = { count: 0, bytes: 0 };
const sumRow = row({ count: integer, bytes: integer });

/** Measured by the records of the last `withinMs`; costs one walk along their index. */
export function measureUse(database: Database, space: DiskSpace, dir: string, nowMs: number, withinMs: number): StorageUse {
  const oldestPunchMs = database.get('SELECT min(at_ms) AS value FROM punches', single(nullable(integer)));
  const oldestRefusalMs = database.get('SELECT min(at_ms) AS value FROM refusals', single(nullable(integer)));
  const oldestMs = Math.min(oldestPunchMs ?? nowMs, oldestRefusalMs ?? nowMs);
  const fromMs = Math.max(nowMs - withinMs, oldestMs);
  // The length of a stored value stands in the row; the value itself is not read.
  const punches = `SELECT count(*) AS count, coalesce(sum(length(sealed)), 0) AS bytes FROM punches INDEXED BY punches_by_time
    LEFT JOIN punch_pictures ON punch_id = punches.id WHERE at_ms >= ? AND at_ms < ?`;
  const refusals = `SELECT count(*) AS count, coalesce(sum(length(sealed)), 0) AS bytes FROM refusals INDEXED BY refusals_by_time
    LEFT JOIN refusal_pictures ON refusal_id = refusals.id WHERE at_ms >= ? AND at_ms < ?`;
  const sums = [punches, refusals].map((select) => database.get(select, sumRow, fromMs, nowMs) ?? nothing);
  return {
    databaseBytes: sizeOf(join(dir, 'terminal.db')) + sizeOf(join(dir, 'terminal.db-wal')),
    logBytes: sizeOfFolder(join(dir, 'logs')),
    freeBytes: Math.round(space.freeMb() * 2 ** 20),
    recentBytes: sums.reduce((all, { count, bytes }) => all + bytes + ROW_BYTES * count, 0),
    measuredMs: Math.max(0, nowMs - fromMs),
    oldestPunchMs,
  };
}

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

function sizeOfFolder(folder: string): number {
  const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
  return isThere ? readdirSync(folder).reduce((sum, name) => sum + sizeOf(join(folder, name)), 0) : 0;
}
