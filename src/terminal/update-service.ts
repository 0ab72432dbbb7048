import { randomUUID } from 'node:crypto';
import { proxyAt, proxyOf } from '../config/proxy.ts';
import type { Config } from '../config/schema.ts';
import { diskFiles } from '../launcher/disk-files.ts';
import type { FirmwareUpdater } from '../platform/ports.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { UpdateProgress, UpdateView } from '../shared/update-view.ts';
import { isCarriedOver } from '../store/carry-over.ts';
import type { Store } from '../store/store.ts';
import type { PackageSource } from '../update/ports.ts';
import { Updater } from '../update/updater.ts';
import type { Idleness } from './idleness.ts';
import type { Launched } from './launched.ts';
import type { Networks } from './photograph-preparation.ts';
import { selfTest } from './self-test.ts';
import type { StatusBoard } from './status-board.ts';

export interface UpdateServiceParts {
  readonly config: Pick<Config, 'update' | 'storage' | 'network'>;
  readonly dir: string;
  readonly version: string;
  readonly launched: Launched;
  readonly store: Store;
  readonly board: StatusBoard;
  readonly recognition: () => Promise<Networks>;
  readonly idleness: Idleness;
  /** Ends the program so that the launcher starts what was requested. */
  readonly restart: () => void;
  readonly clock: Clock;
  readonly log: Log;
}

/** The updater among the other parts of the terminal: what it asks of them, and how it is shown. */
export class UpdateService {
  readonly #parts: UpdateServiceParts;
  readonly #updater: Updater;

  constructor(parts: UpdateServiceParts) {
    this.#parts = parts;
    const { config, dir, version, launched, store, board, recognition, idleness, restart, clock, log } = parts;
    const { proxy: updateProxy } = config.update;
    this.#updater = new Updater({
      newId: randomUUID,
      host: {
        files: diskFiles,
        dataDir: dir,
        settings: { ...config.update, proxy: updateProxy === null ? proxyOf(config.network) : proxyAt(updateProxy) },
        leastFreeMb: config.storage.leastFreeMb,
        running: { version, ...launched },
        databaseVersion: store.databaseVersion,
        copyDatabase: (file, signal) => store.copyTo(file, signal),
        notes: store.meta,
        isCarriedOver: () => isCarriedOver(store.meta),
        idleForMs: () => idleness.forMs(),
        areas: () => Object.fromEntries(Object.entries(board.snapshot().areas).map(([area, { state }]) => [area, state])),
        selfTest: async () => selfTest(await recognition(), store),
        restart,
        onProgress: (progress) => this.#show(progress),
        clock,
        log,
      },
    });
    this.#show(this.view().progress);
  }

  /** What a platform orders firmware through. */
  readonly firmware: FirmwareUpdater = {
    order: async ({ orderId, version, sizeBytes, url }) => {
      if (this.#parts.launched.launcherPid === null) return 'unsupported';
      const { when } = this.#parts.config.update;
      try {
        await this.#updater.order({ orderId, version, when, source: { kind: 'url', url, sizeBytes } });
        return 'done';
      } catch {
        // The terminal stops, which says nothing of the package: whoever waits stops as well.
        if (this.#isClosed) return await new Promise<never>(() => undefined);
        return 'failed';
      }
    },
  };
  #isClosed = false;

  begin(): void {
    this.#updater.begin();
  }

  close(): void {
    this.#isClosed = true;
    this.#updater.close();
  }

  view(): UpdateView {
    return this.#updater.view();
  }

  cancel(): void {
    this.#updater.cancel();
  }

  /** By a person, from a file. Resolves when the package is checked and unpacked. Rejects with `Fault` `update.*`. */
  install(source: PackageSource, when: 'atOnce' | 'quietHours'): Promise<{ readonly version: string }> {
    return this.#updater.install({ orderId: `person-${randomUUID()}`, version: null, when, source });
  }

  #show(progress: UpdateProgress): void {
    const { board, launched } = this.#parts;
    const { step, version, doneBytes, totalBytes, lacking } = progress;
    const share = doneBytes === null || totalBytes === null ? null : `${String(Math.floor((100 * doneBytes) / totalBytes))} %`;
    const parts = [version, share, lacking.length === 0 ? null : lacking.join(' ')].filter((part) => part !== null);
    const detail = parts.length === 0 ? null : parts.join(' · ');
    if (step !== 'idle') return board.set('update', step, detail);
    const [latest] = this.#updater.view().history;
    if (launched.launcherPid === null) board.set('update', 'notAvailable');
    else if (latest === undefined || latest.result === 'healthy') board.set('update', 'ok');
    else board.set('update', latest.result, [latest.version, latest.code].filter((part) => part !== null).join(' · '));
  }
}

/** For what cannot be done on a terminal that does not run. */
export const notRunning = (): Fault => new Fault('update.notRunning', 'updates are installed by a terminal that runs');
