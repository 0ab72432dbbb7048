import type { FilePort } from './file-port.ts';
import type { Places } from './places.ts';

// The SQLite database file format, section 1.3: magic at 0, user version at 60, big-endian.
const HEADER_BYTES = 100;
const MAGIC = 'SQLite format 3\0';
const USER_VERSION_AT = 60;
/** What SQLite may have put beside a database; the log first: without it the database itself is still whole. */
const BESIDE = ['-wal', '-shm', '-journal'];

/** The schema's version of a database that nobody has open; null: there is none, or it is damaged. */
export function schemaVersionOf(files: FilePort, path: string): number | null {
  const header = files.readAt(path, 0, HEADER_BYTES);
  if (header === null || header.length < HEADER_BYTES) return null;
  if (new TextDecoder('latin1').decode(header.subarray(0, MAGIC.length)) !== MAGIC) return null;
  return new DataView(header.buffer, header.byteOffset).getUint32(USER_VERSION_AT);
}

/**
 * Puts the copy of the database in the place of one that the old program cannot read, which is kept in `newer` for the old
 * program to carry its records over. Nothing is done where the database still has the old form. Can be cut off anywhere and
 * done again. Answers whether the copy was put in place.
 */
export function restoreDatabase(files: FilePort, places: Places, databaseVersion: number): boolean {
  const copy = `${places.copy}/terminal.db`;
  const newer = `${places.newer}/terminal.db`;
  const hasCopy = files.size(copy) !== null;
  const isMoved = files.size(newer) !== null && files.size(places.database) === null;
  if (!hasCopy || (!isMoved && schemaVersionOf(files, places.database) === databaseVersion)) return false;
  if (!isMoved && files.size(places.database) !== null) {
    // One that is left from an earlier rollback was carried over already, or cannot be: it makes room.
    if (files.size(newer) !== null) keepAside(files, places);
    // There already, so that it can be done on a full disk; unless a person tidied up.
    if (files.size(places.newer) === null) files.makeFolder(places.newer);
    for (const ending of BESIDE) {
      if (files.size(places.database + ending) !== null) files.rename(places.database + ending, newer + ending);
    }
    files.rename(places.database, newer);
    files.syncFolder(places.newer);
  }
  files.rename(copy, places.database);
  files.syncFolder(dataDirOf(places));
  return true;
}

function keepAside(files: FilePort, places: Places): void {
  const taken = new Set(files.list(places.folder));
  let number = 1;
  while (taken.has(`newer-${String(number)}`)) number += 1;
  files.rename(places.newer, `${places.folder}/newer-${String(number)}`);
  files.syncFolder(places.folder);
}

const dataDirOf = (places: Places): string => places.database.slice(0, -'/terminal.db'.length);
