import { statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../shared/fault.ts';

/** Space that an ordinary user may still fill on the file system of `folder`, MB. */
export function freeMb(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return (bavail * bsize) / 2 ** 20;
}

/** Refuses to record when a punch might not fit any more. */
export class DiskSpace {
  readonly #folder: string;
  readonly #leastFreeMb: number;
  readonly #database: string;
  /** The file that was opened: what is written to another, or to one without a name, is lost. */
  readonly #inode: number | null;

  constructor(folder: string, leastFreeMb: number) {
    this.#folder = folder;
    this.#leastFreeMb = leastFreeMb;
    this.#database = join(folder, 'terminal.db');
    this.#inode = this.#inodeNow();
  }

  freeMb(): number {
    return freeMb(this.#folder);
  }

  /** Less than twice the least: time to give pages back to the file system. */
  isShort(): boolean {
    return this.freeMb() < 2 * this.#leastFreeMb;
  }

  /** Throws `store.full` when less than the least is free, `store.failed` when the database file was removed or replaced. */
  require(): void {
    if (this.#inodeNow() !== this.#inode) {
      throw new Fault('store.failed', 'terminal.db was removed or replaced while the terminal ran; restart it');
    }
    const free = this.freeMb();
    if (free >= this.#leastFreeMb) return;
    throw new Fault('store.full', `Only ${free.toFixed(1)} MB are free, ${this.#leastFreeMb} MB are needed to record`);
  }

  #inodeNow(): number | null {
    return statSync(this.#database, { throwIfNoEntry: false })?.ino ?? null;
  }
}
