import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** Size at which a new file is begun, bytes, and how many older ones are kept. */
const MOST_BYTES = 5_000_000;
const KEPT = 4;

/** Log lines in `DIR/logs/terminal.log`, with four older files beside it. A disk that fails costs lines, never the gate. */
export class LogFile {
  readonly #path: string;
  #file: number | null;
  #bytes = 0;

  /** A folder that cannot be written to costs the file; standard output still has every line. */
  constructor(dir: string) {
    const folder = join(dir, 'logs');
    this.#path = join(folder, 'terminal.log');
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      this.#file = this.#open();
    } catch {
      this.#file = null;
    }
  }

  write(line: string): void {
    try {
      if (this.#bytes > MOST_BYTES) this.#rotate();
      if (this.#file !== null) this.#bytes += writeSync(this.#file, `${line}\n`);
    } catch {
      // Nowhere to write that the disk is full but the screen, and that is the disk's own state.
    }
  }

  #open(): number {
    const file = openSync(this.#path, 'a', 0o600);
    this.#bytes = fstatSync(file).size;
    return file;
  }

  #rotate(): void {
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    // Whatever comes of it, the next try is a whole file away.
    this.#bytes = 0;
    for (let number = KEPT - 1; number >= 0; number--) {
      const from = number === 0 ? this.#path : `${this.#path}.${String(number)}`;
      try {
        renameSync(from, `${this.#path}.${String(number + 1)}`);
      } catch {
        // There are not that many yet.
      }
    }
    this.#file = this.#open();
  }
}
