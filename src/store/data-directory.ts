import { chmodSync, closeSync, fsyncSync, mkdirSync, openSync, readdirSync, statSync } from 'node:fs';
import { Fault } from '../shared/fault.ts';

const onlyOwner = 0o700;

/**
 * Makes sure that `folder` exists and that only its owner may enter. An existing folder is narrowed when it is empty or
 * already the terminal's (`isOurs`); a shared one such as `/tmp`, given by mistake, must not be locked for others.
 * Throws `store.failed`.
 */
export function prepareDataDirectory(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: onlyOwner });
    const isOpen = (statSync(folder).mode & 0o077) !== 0;
    if (isOpen && isOurs(readdirSync(folder))) chmodSync(folder, onlyOwner);
  } catch (error) {
    throw Fault.from(error, 'store.failed', 'The data directory cannot be used');
  }
}

const ours = new Set(['terminal.db', 'lock.db', 'key', 'config.json']);
const isOurs = (names: readonly string[]): boolean => names.length === 0 || names.some((name) => ours.has(name));

/** Makes a created, renamed or removed name in `folder` survive a power cut. */
export function syncDirectory(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
