/** After the last write, ms: whoever comes next at the gate is rarely so quick. */
const QUIET_MS = 1_000;
/** However much is written, ms. */
const LATEST_MS = 60_000;

export interface QuietCheckpointParts {
  /** Moves the write-ahead log into the database as far as it goes. Throws `Fault` `store.*`. */
  readonly checkpoint: () => void;
  /** ms, does not go back. */
  readonly monotonic: () => number;
}

/**
 * Moves the write-ahead log into the database while nothing is written. SQLite by itself does it within the commit that fills
 * the log: at the gate that was every 46th punch, which took 10 to 13 ms instead of 3.
 */
export class QuietCheckpoint {
  readonly #parts: QuietCheckpointParts;
  #timer: NodeJS.Timeout | null = null;
  #firstWriteMs = 0;

  constructor(parts: QuietCheckpointParts) {
    this.#parts = parts;
  }

  /** Something was committed. */
  wrote(): void {
    if (this.#timer === null) {
      this.#firstWriteMs = this.#parts.monotonic();
      this.#timer = setTimeout(() => this.#run(), QUIET_MS).unref();
    } else if (this.#parts.monotonic() - this.#firstWriteMs < LATEST_MS) this.#timer.refresh();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #run(): void {
    this.#timer = null;
    try {
      this.#parts.checkpoint();
    } catch {
      // A full or broken disk tells at the next write, which nothing here has lost.
    }
  }
}
