import BetterSqlite3 from 'better-sqlite3';
import { Fault, type FaultCode } from '../shared/fault.ts';

const codeOf = (sqliteCode: string, isOutOfSpace: () => boolean): FaultCode => {
  if (sqliteCode === 'SQLITE_FULL') return 'store.full';
  if (sqliteCode.startsWith('SQLITE_CORRUPT') || sqliteCode === 'SQLITE_NOTADB') return 'store.damaged';
  // The shared-memory file of WAL cannot grow on a full disk; SQLite reports that as an I/O error.
  if (/^SQLITE_(IOERR|CANTOPEN)/.test(sqliteCode) && isOutOfSpace()) return 'store.full';
  return 'store.failed';
};

const sentences: Partial<Record<FaultCode, string>> = {
  'store.full': 'No space left for the database',
  'store.damaged': 'The database is damaged',
};

/** Names what SQLite threw; a `Fault` passes unchanged. `isOutOfSpace` tells a full disk from a broken one. */
export function faultOf(error: unknown, isOutOfSpace: () => boolean): Fault {
  if (!(error instanceof BetterSqlite3.SqliteError)) return Fault.from(error, 'store.failed', 'The database failed');
  const code = codeOf(error.code, isOutOfSpace);
  return new Fault(code, `${sentences[code] ?? 'The database failed'} (${error.code})`, { cause: error });
}
