import { join } from 'node:path';

/** `base`: the program as it was installed. `a`, `b`: below the data directory, written by updates. */
export type Slot = 'base' | 'a' | 'b';

/** Where things lie in the data directory; launcher and updater agree on it. */
export interface Places {
  /** Holds everything of an update but the slots. */
  readonly folder: string;
  readonly slots: string;
  /** A copy of the database in the form that the old version reads. */
  readonly copy: string;
  /** The database of a version that was rolled back, until its records are carried over. */
  readonly newer: string;
  readonly download: string;
  readonly database: string;
  readonly slot: (slot: Exclude<Slot, 'base'>) => string;
}

export function placesIn(dataDir: string): Places {
  const folder = join(dataDir, 'update');
  const slots = join(dataDir, 'slots');
  return {
    folder,
    slots,
    copy: join(folder, 'copy'),
    newer: join(folder, 'newer'),
    download: join(folder, 'download'),
    database: join(dataDir, 'terminal.db'),
    slot: (slot) => join(slots, slot),
  };
}

/** Written by the launcher alone. */
export const STATE_FILE = 'slots.json';
/** Written by the program: try this slot. */
export const REQUEST_FILE = 'request.json';
/** Written by a program on trial: it is healthy. */
export const HEALTHY_FILE = 'healthy.json';
/** Written by the launcher: the program that it started. */
export const RUNNING_FILE = 'running.json';
/** In each slot: which version it is and how it is started. */
export const MANIFEST_FILE = 'manifest.json';

/** With this exit code the program asks to be started again, from the slot that it requested. */
export const EXIT_RESTART = 75;
