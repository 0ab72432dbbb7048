import { closeSync, existsSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '../shared/fault.ts';
import { faultOf } from './fault-of.ts';

// The SQLite database file format, section 1.3: magic at 0, user version at 60, big-endian.
const headerBytes = 100;
const magic = Buffer.from('SQLite format 3\0', 'latin1');
const userVersionAt = 60;

/**
 * `user_version` of the database without opening it, because opening leaves files of the write-ahead log behind.
 * 0 when there is no database yet; throws `store.damaged` when the file is none.
 */
export function versionOnDisk(file: string): number {
  if (!existsSync(file) || statSync(file).size === 0) return 0;
  return Math.max(versionInHeader(file), versionInLog(file));
}

function versionInHeader(file: string): number {
  const header = Buffer.alloc(headerBytes);
  const handle = openSync(file, 'r');
  try {
    const length = readSync(handle, header, 0, headerBytes, 0);
    if (length < headerBytes || !header.subarray(0, magic.length).equals(magic)) {
      throw new Fault('store.damaged', 'The database file is not a database');
    }
  } finally {
    closeSync(handle);
  }
  return header.readUInt32BE(userVersionAt);
}

/** A log left by a killed program may hold a later version than the header; reading it needs SQLite, read-only. */
function versionInLog(file: string): number {
  const log = `${file}-wal`;
  const index = `${file}-shm`;
  if (!existsSync(log) || statSync(log).size === 0) return 0;
  const hadIndex = existsSync(index);
  try {
    const database = new BetterSqlite3(file, { readonly: true, fileMustExist: true });
    try {
      return Number(database.pragma('user_version', { simple: true }));
    } finally {
      database.close();
    }
  } catch (error) {
    throw faultOf(error, () => false);
  } finally {
    if (!hadIndex) rmSync(index, { force: true });
  }
}
