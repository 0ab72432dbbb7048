import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, existsSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../shared/fault.ts';
import { syncDirectory } from './data-directory.ts';

export const KEY_BYTES = 32;
const keyFile = (folder: string): string => join(folder, 'key');

/**
 * The sealing key of the data directory, 32 random bytes in `key`, mode 0600. Created once; `hasSealedData` forbids that,
 * because a new key would open nothing. Throws `data.keyInvalid`.
 */
export function loadOrCreateKey(folder: string, hasSealedData: boolean): Buffer {
  const file = keyFile(folder);
  if (!existsSync(file)) {
    if (hasSealedData) {
      throw new Fault('data.keyInvalid', 'The key file is missing although sealed data exists; put the file "key" back');
    }
    createKey(folder);
  }
  // A copy put back by hand may have come with other rights.
  chmodSync(file, 0o600);
  const key = readKey(file);
  if (key.length !== KEY_BYTES) throw new Fault('data.keyInvalid', `The key file holds ${key.length} bytes, not ${KEY_BYTES}`);
  return key;
}

function readKey(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new Fault('data.keyInvalid', 'The key file cannot be read', { cause: error });
  }
}

/** Written aside and linked, so that a program killed in between never leaves half a key under the name. */
function createKey(folder: string): void {
  const aside = join(folder, 'key.new');
  try {
    rmSync(aside, { force: true });
    const handle = openSync(aside, 'wx', 0o600);
    try {
      writeSync(handle, randomBytes(KEY_BYTES));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    linkSync(aside, keyFile(folder));
    rmSync(aside);
    syncDirectory(folder);
  } catch (error) {
    throw Fault.from(error, 'data.keyInvalid', 'The key file cannot be created');
  }
}
