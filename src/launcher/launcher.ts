import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import { afterEnd, beforeStart, promoted, starting } from './decide.ts';
import { readJson, replaceFile, type FilePort } from './file-port.ts';
import { EXIT_RESTART, HEALTHY_FILE, MANIFEST_FILE, placesIn, REQUEST_FILE, STATE_FILE } from './places.ts';
import type { Places, Slot } from './places.ts';
import { restoreDatabase, schemaVersionOf } from './restore-database.ts';
import { firstState, readRequest, readState, type SlotState } from './slot-state.ts';

/** A program that runs. */
export interface RunningProgram {
  /** Its exit code; null: ended by a signal. Never rejects. */
  readonly ended: Promise<number | null>;
  /** Ends it; by force when it does not end by itself. */
  stop(): void;
}

/** How a slot says that it is started. */
export interface StartOrder {
  readonly slot: Slot;
  readonly folder: string;
  /** The program and its arguments; `node` is the Node that the launcher itself runs on. */
  readonly start: readonly string[];
}

export interface LauncherParts {
  readonly files: FilePort;
  readonly dataDir: string;
  /** Of the installed program; holds a `manifest.json`. */
  readonly baseDir: string;
  readonly startProgram: (order: StartOrder) => RunningProgram;
  readonly clock: Clock;
  readonly log: Log;
  /** Resolves after `ms`, or at once when the launcher is told to stop. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
}

const LONGEST_PAUSE_MS = 30_000;
/** A database that cannot be put back is tried again after this, ms. */
const RESTORE_PAUSE_MS = 5_000;

/**
 * Starts the current version, gives a new one its trial, and goes back by itself. All that it knows stands in one file that is
 * replaced as a whole, so that it can be ended at any moment and begins where it was.
 */
export class Launcher {
  readonly #parts: LauncherParts;
  readonly #places: Places;
  readonly #stopping = new AbortController();
  #state: SlotState = firstState;
  #unsaved: SlotState | null = null;
  #program: RunningProgram | null = null;

  constructor(parts: LauncherParts) {
    this.#parts = parts;
    this.#places = placesIn(parts.dataDir);
  }

  /** Runs until the program ends for good or `stop` is called; answers the exit code. */
  async run(): Promise<number> {
    const { signal } = this.#stopping;
    for (;;) {
      if (this.#prepare().restore !== null) {
        // Without its database the old version is no better than the new one.
        await this.#parts.wait(RESTORE_PAUSE_MS, signal);
        if (this.#isStopping()) return 0;
        continue;
      }
      const code = await this.#runOnce();
      if (this.#isStopping()) return 0;
      const { trial, failedStarts, restore } = this.#state;
      if (code === EXIT_RESTART || trial !== null || restore !== null) continue;
      if (code === 0) return 0;
      // Nothing else is there that could run: the one who started the launcher sees why, and tries again.
      if ((code === 2 || code === 3) && this.#state.previous === null) return code;
      await this.#parts.wait(Math.min(LONGEST_PAUSE_MS, 1_000 * 2 ** Math.max(0, failedStarts - 1)), signal);
      if (this.#isStopping()) return 0;
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Ends the program, and then `run`. */
  stop(): void {
    this.#stopping.abort();
    this.#program?.stop();
  }

  /** The program says that something may have changed: whether it is healthy. */
  look(): void {
    const { trial } = this.#state;
    if (trial?.id === undefined || this.#healthyId() !== trial.id) return;
    this.#save(promoted(this.#state, trial, { databaseVersion: this.#databaseVersion(), nowMs: this.#parts.clock.now() }));
    this.#parts.log.info('launcher', 'healthy', { version: trial.version, slot: trial.slot });
  }

  /** Decides what is to be started. */
  #prepare(): SlotState {
    const { files, clock, log } = this.#parts;
    this.#tolerate('noFolder', () => files.makeFolder(this.#places.folder));
    // What could not be saved is newer than what is on the disk.
    const before = this.#unsaved ?? readState(readJson(files, `${this.#places.folder}/${STATE_FILE}`)) ?? firstState;
    this.#state = before;
    const request = readRequest(readJson(files, `${this.#places.folder}/${REQUEST_FILE}`));
    const next = beforeStart(before, {
      request,
      healthyId: this.#healthyId(),
      versionIn: (slot) => this.#versionIn(slot),
      databaseVersion: this.#databaseVersion(),
      nowMs: clock.now(),
    });
    // A trial that cannot be written down, or could not be gone back from, is none.
    const isTrialNew = next.trial !== null && before.trial === null;
    const isReady = !isTrialNew || this.#tolerate('noFolder', () => files.makeFolder(this.#places.newer));
    if (next !== before && !(isReady && this.#save(next)) && isTrialNew) this.#save(before);
    this.#restore();
    if (request !== null && this.#state.trial?.id !== request.id) {
      this.#tolerate('requestStays', () => files.remove(`${this.#places.folder}/${REQUEST_FILE}`));
    }
    const { current, trial, outcome } = this.#state;
    log.info('launcher', 'chosen', {
      slot: trial?.slot ?? current,
      trial: trial?.version,
      outcome: outcome?.code ?? outcome?.result,
    });
    return this.#state;
  }

  #restore(): void {
    const { restore } = this.#state;
    if (restore === null) return;
    this.#tolerate('notRestored', () => {
      const isRestored = restoreDatabase(this.#parts.files, this.#places, restore.databaseVersion);
      if (isRestored) this.#parts.log.warn('launcher', 'databaseRestored', { schema: restore.databaseVersion });
      this.#save({ ...this.#state, restore: null });
    });
  }

  async #runOnce(): Promise<number | null> {
    const { log, clock, startProgram, wait } = this.#parts;
    this.#save(starting(this.#state));
    const { trial, current } = this.#state;
    const order = this.#orderFor(trial?.slot ?? current);
    if (order === null) {
      log.error('launcher', 'nothingToStart', { slot: trial?.slot ?? current });
      return 3;
    }
    const startedAtMs = clock.monotonic();
    const program = startProgram(order);
    this.#program = program;
    if (this.#stopping.signal.aborted) program.stop();
    const over = new AbortController();
    let isLate = false;
    if (trial !== null) {
      void wait(trial.healthSeconds * 1_000, over.signal).then(() => {
        if (over.signal.aborted || this.#state.trial === null) return;
        isLate = true;
        log.warn('launcher', 'late', { version: trial.version, afterSeconds: trial.healthSeconds });
        program.stop();
      });
    }
    const code = await program.ended;
    over.abort();
    this.#program = null;
    const ranMs = clock.monotonic() - startedAtMs;
    log.info('launcher', 'ended', { slot: order.slot, code, ranMs: Math.round(ranMs), late: isLate });
    const ending = {
      code,
      isLate,
      isStopping: this.#stopping.signal.aborted,
      ranMs,
      healthyId: this.#healthyId(),
      databaseVersion: this.#databaseVersion(),
      nowMs: clock.now(),
    };
    const next = afterEnd(this.#state, ending);
    if (next !== this.#state) this.#save(next);
    return code;
  }

  /** On a full or broken disk the terminal is started all the same: what is known stays known as long as the launcher lives. */
  #save(state: SlotState): boolean {
    this.#state = state;
    this.#unsaved = state;
    return this.#tolerate('notSaved', () => {
      replaceFile(this.#parts.files, this.#places.folder, STATE_FILE, JSON.stringify(state));
      this.#unsaved = null;
    });
  }

  #tolerate(event: string, act: () => void): boolean {
    try {
      act();
      return true;
    } catch (error) {
      // Only what the system itself says.
      if (!(error instanceof Error) || !('code' in error)) throw error;
      this.#parts.log.error('launcher', event, { error: String(error.code) });
      return false;
    }
  }

  #healthyId(): string | null {
    const value = readJson(this.#parts.files, `${this.#places.folder}/${HEALTHY_FILE}`);
    if (typeof value !== 'object' || value === null || !('id' in value)) return null;
    return typeof value.id === 'string' ? value.id : null;
  }

  #databaseVersion(): number | null {
    return schemaVersionOf(this.#parts.files, this.#places.database);
  }

  #folderOf(slot: Slot): string {
    return slot === 'base' ? this.#parts.baseDir : this.#places.slot(slot);
  }

  #manifestOf(slot: Slot): Record<string, unknown> | null {
    const value = readJson(this.#parts.files, `${this.#folderOf(slot)}/${MANIFEST_FILE}`);
    return typeof value === 'object' && value !== null ? { ...value } : null;
  }

  #versionIn(slot: Slot): string | null {
    const version = this.#manifestOf(slot)?.['version'];
    return typeof version === 'string' && this.#orderFor(slot) !== null ? version : null;
  }

  /** Null: there is nothing in the slot that could be started. */
  #orderFor(slot: Slot): StartOrder | null {
    const start = this.#manifestOf(slot)?.['start'];
    if (!Array.isArray(start) || start.length === 0) return null;
    const words = start.filter((word): word is string => typeof word === 'string');
    return words.length === start.length ? { slot, folder: this.#folderOf(slot), start: words } : null;
  }
}
