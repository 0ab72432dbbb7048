import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Database } from './database.ts';
import type { Meta } from './meta.ts';
import { integer, row, single, text } from './row.ts';

/** The database of a newer version that was rolled back; the launcher put it there. */
export const newerDatabase = (dir: string): string => join(dir, 'update', 'newer', 'terminal.db');

/** Which one was carried over, so that it is not done again over what has happened since. */
const NOTE = 'update.carried';
/** Whether all of it could be. */
const WHOLE_NOTE = 'update.carriedWhole';
/** Rows of these stay as they are once they stand here: they record what happened. */
const appendOnly = [
  'audit',
  'punches',
  'punch_pictures',
  'photographs',
  'templates',
  'learnt_templates',
  'refusals',
  'refusal_pictures',
  'recording_parts',
];
/** Whom the newer version erased must not come back; what hangs on them goes with them. */
const erasable = ['people', 'photographs', 'templates', 'recordings'];
/** What the newer version forgot stays forgotten, all of it too. */
const revocable = ['learnt_templates'];
/** Says what is wrong with rows here, not there. */
const skipped = ['quarantine'];

/**
 * After an update was rolled back the database is the one of before it. Everything that the newer version recorded meanwhile is
 * brought over from its database: punches above all, with whatever else both know the columns of. A table that cannot be read is
 * left out and logged; the newer database stays where it is. Does nothing when there is none, or when it was done already.
 */
export function carryOver(database: Database, dir: string, log: Log): void {
  const file = newerDatabase(dir);
  if (!existsSync(file)) return;
  const { ino, birthtimeMs } = statSync(file);
  const identity = `${String(ino)} ${String(birthtimeMs)}`;
  if (database.get('SELECT value FROM meta WHERE name = ?', single(text), NOTE) === identity) return;
  const put = 'INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value';
  // Of this one nothing is known yet, whatever became of an earlier one.
  database.run(put, WHOLE_NOTE, 'no');
  try {
    database.run('ATTACH ? AS newer', file);
  } catch (error) {
    log.error('store', 'carryOverFailed', {
      code: Fault.from(error, 'store.damaged', 'the newer database cannot be opened').code,
    });
    return;
  }
  try {
    const isWhole = carryTables(database, log);
    database.transaction(() => {
      database.run(put, NOTE, identity);
      database.run(put, WHOLE_NOTE, isWhole ? 'yes' : 'no');
    });
    log.warn('store', 'carriedOver', { whole: isWhole });
  } finally {
    database.script('DETACH newer');
  }
}

/** Whether what the latest such database held stands here, all of it: it is not needed any more. */
export const isCarriedOver = (meta: Meta): boolean => meta.get(WHOLE_NOTE) === 'yes';

/** True: all of them. */
function carryTables(database: Database, log: Log): boolean {
  let isWhole = true;
  // In the order of their making: what is referred to comes first.
  const names = database.all(
    `SELECT name AS value FROM main.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY rowid`,
    single(text),
  );
  for (const name of names.filter((table) => !skipped.includes(table))) {
    try {
      const changes = database.transaction(() => carryTable(database, name));
      if (changes > 0) log.info('store', 'carried', { table: name, rows: changes });
    } catch (error) {
      isWhole = false;
      log.error('store', 'tableNotCarried', {
        table: name,
        code: Fault.from(error, 'store.failed', 'a table was not carried over').code,
      });
    }
  }
  return isWhole;
}

function carryTable(database: Database, name: string): number {
  const columns = columnsOf(database, 'main', name);
  const theirs = new Set(columnsOf(database, 'newer', name).map((column) => column.name));
  const missing = columns.find((column) => !theirs.has(column.name));
  if (missing !== undefined) throw new Fault('store.newer', `the newer database has no ${name}.${missing.name}`);
  const keys = columns.filter(({ isKey }) => isKey).map((column) => column.name);
  const same = keys.map((key) => `mine.${quoted(key)} = theirs.${quoted(key)}`).join(' AND ');
  const list = columns.map((column) => quoted(column.name)).join(', ');
  const [mine, newer] = [`main.${quoted(name)}`, `newer.${quoted(name)}`];
  let changes = 0;
  const hasRows = (): boolean => database.get(`SELECT count(*) AS value FROM ${newer}`, single(integer)) !== 0;
  if (revocable.includes(name) || (erasable.includes(name) && hasRows())) {
    const erase = `DELETE FROM ${mine} AS mine WHERE NOT EXISTS (SELECT 1 FROM ${newer} AS theirs WHERE ${same})`;
    changes += database.run(erase).changes;
  }
  const rest = columns.filter(({ isKey }) => !isKey).map((column) => quoted(column.name));
  if (!appendOnly.includes(name) && rest.length > 0) {
    const set = rest.map((column) => `${column} = theirs.${column}`).join(', ');
    const differs = rest.map((column) => `mine.${column} IS NOT theirs.${column}`).join(' OR ');
    changes += database.run(`UPDATE ${mine} AS mine SET ${set} FROM ${newer} AS theirs WHERE ${same} AND (${differs})`).changes;
  }
  const insert = `INSERT INTO ${mine} (${list}) SELECT ${list} FROM ${newer} AS theirs
    WHERE NOT EXISTS (SELECT 1 FROM ${mine} AS mine WHERE ${same}) ORDER BY ${keys.map(quoted).join(', ')}`;
  return changes + database.run(insert).changes;
}

const columnRow = row({ name: text, pk: integer });

function columnsOf(database: Database, schema: 'main' | 'newer', table: string): { name: string; isKey: boolean }[] {
  const found = database.all('SELECT name, pk FROM pragma_table_info(?, ?)', columnRow, table, schema);
  return found.map(({ name, pk }) => ({ name, isKey: pk > 0 }));
}

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
