import type { Config } from '../config/schema.ts';
import { createPlatform } from '../platform/create-platform.ts';
import type { FirmwareUpdater, PlatformCall, PlatformClient, PlatformState, Progress } from '../platform/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { PlatformRoster } from './platform-roster.ts';
import type { Networks } from './platform-roster.ts';
import type { StatusBoard } from './status-board.ts';

export interface PlatformServiceParts {
  readonly config: Config;
  readonly store: Store;
  readonly board: StatusBoard;
  readonly recognition: () => Promise<Networks>;
  readonly changes: OneAtATime;
  readonly firmware: FirmwareUpdater;
  /** After each call of the platform. */
  readonly called: (call: PlatformCall) => void;
  readonly onStored: (workerId: string) => void;
  readonly onRemoved: (workerId: string) => void;
  /** Version that really runs. */
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** A line in the log for at most this many people of an import. */
const PROGRESS_EVERY = 100;

/** Runs the configured province's client; null where none is configured or it cannot run (the board says why). */
export function startPlatform(parts: PlatformServiceParts): PlatformClient | null {
  const { config, store, board, clock, log, version } = parts;
  const { protocol } = config.platform;
  if (protocol === 'none') {
    board.set('platform', 'notConfigured');
    return null;
  }
  const shown = new ShownPlatform(board, log);
  const roster = new PlatformRoster({ ...parts, origin: protocol });
  try {
    return createPlatform(config, {
      outbox: store.outbox,
      roster,
      tasks: store.tasks,
      firmware: parts.firmware,
      clock,
      log,
      random: Math.random,
      deviceVersion: version,
      report: (state, detail) => shown.report(state, detail),
      progress: (people) => shown.progress(people),
      called: parts.called,
    });
  } catch (error) {
    // A gate that cannot reach its platform still lets its workers in; the technician sees why nothing leaves.
    const fault = Fault.from(error, 'config.invalid', 'the platform client could not be started');
    log.error('platform', 'refused', { code: fault.code, error: fault.message });
    board.set('platform', 'rejected', fault.message);
    return null;
  }
}

/** State and progress of the platform as one line of the board. */
export class ShownPlatform {
  readonly #board: Pick<StatusBoard, 'set'>;
  readonly #log: Log;
  #state: PlatformState = 'connecting';
  #detail: string | null = null;
  #progress: string | null = null;

  constructor(board: Pick<StatusBoard, 'set'>, log: Log) {
    this.#board = board;
    this.#log = log;
  }

  report(state: PlatformState, detail: string | null): void {
    this.#state = state;
    this.#detail = detail;
    this.#show();
  }

  /** Null: nothing goes on any longer. */
  progress(people: Progress | null): void {
    this.#progress =
      people === null ? null : `people ${String(people.done)}/${people.total === null ? '?' : String(people.total)}`;
    if (people !== null && (people.done === people.total || people.done % PROGRESS_EVERY === 0)) {
      this.#log.info('platform', 'progress', { done: people.done, total: people.total });
    }
    this.#show();
  }

  #show(): void {
    const parts = [this.#detail, this.#progress].filter((part) => part !== null);
    this.#board.set('platform', this.#state, parts.length === 0 ? null : parts.join(' · '));
  }
}
