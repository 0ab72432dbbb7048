import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { carryOver } from './carry-over.ts';
import { Database } from './database.ts';
import { versionOnDisk } from './database-header.ts';
import { LATEST_VERSION, migrate } from './migrations/migrate.ts';

/** Tables without pictures: small enough to be checked at each start. */
const checkedTables = [
  'people',
  'templates',
  'learnt_templates',
  'photograph_flags',
  'lookalikes',
  'punches',
  'openings',
  'outbox',
  'refusals',
  'audit',
];

/**
 * Opens `terminal.db` in `dir`, brings it to the latest version, makes it durable and checks it; then takes in what a newer
 * version that was rolled back recorded. Throws `store.*`.
 */
export function openDatabase(dir: string, log: Log): Database {
  const file = join(dir, 'terminal.db');
  const version = versionOnDisk(file);
  if (version > LATEST_VERSION) {
    throw new Fault(
      'store.newer',
      `The database has version ${version}; this program knows ${LATEST_VERSION}. Install a newer one`,
    );
  }
  createForOwner(file);
  const database = new Database(file, dir);
  try {
    database.pragma('foreign_keys = ON');
    database.pragma('secure_delete = ON');
    migrate(database);
    database.makeDurable();
    requireSound(database);
    carryOver(database, dir, log);
    // What an earlier run erased may still stand in a log that it could not empty.
    if (!database.emptyLog()) log.warn('store', 'eraseDelayed');
  } catch (error) {
    database.close();
    throw error;
  }
  if (version === 0) log.info('store', 'created', { version: LATEST_VERSION });
  return database;
}

/** SQLite gives the files beside the database the mode of the database. */
function createForOwner(file: string): void {
  try {
    closeSync(openSync(file, 'a', 0o600));
  } catch (error) {
    throw new Fault('store.failed', 'The database file cannot be opened for writing', { cause: error });
  }
}

function requireSound(database: Database): void {
  for (const table of checkedTables) {
    const found = database.pragma(`quick_check(${table})`);
    if (found !== 'ok') throw new Fault('store.damaged', `The table ${table} of the database is damaged`);
  }
}
