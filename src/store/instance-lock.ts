import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { Fault } from '../shared/fault.ts';
import { prepareDataDirectory } from './data-directory.ts';

export interface InstanceLock {
  /** Lets another instance in; a second call does nothing. */
  release(): void;
}

/** A lock that nobody refers to would be collected, and SQLite would let go of it: held until released. */
const held = new Set<BetterSqlite3.Database>();

/**
 * Keeps every other instance out of the data directory for as long as this process lives. The lock is the operating
 * system's (an exclusive transaction on `lock.db`), so a killed process leaves none behind and no process id can be stale.
 * Creates the directory when it is not there. Throws `data.inUse`, or `store.failed` when the directory cannot be used.
 */
export function acquireInstanceLock(folder: string): InstanceLock {
  prepareDataDirectory(folder);
  const database = openLock(join(folder, 'lock.db'));
  try {
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY')) {
      throw new Fault('data.inUse', 'Another instance uses this data directory', { cause: error });
    }
    throw Fault.from(error, 'store.failed', 'The data directory cannot be locked');
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
}

function openLock(file: string): BetterSqlite3.Database {
  try {
    return new BetterSqlite3(file, { timeout: 0 });
  } catch (error) {
    throw Fault.from(error, 'store.failed', 'The data directory cannot be locked');
  }
}
