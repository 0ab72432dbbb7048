import { replaceFile } from '../launcher/file-port.ts';
import { placesIn, REQUEST_FILE } from '../launcher/places.ts';
import type { TrialRequest } from '../launcher/slot-state.ts';
import { idleProgress, type UpdateProgress } from '../shared/update-view.ts';
import { faultOfDisk } from './disk-fault.ts';
import type { Manifest } from './package/manifest.ts';
import { pause } from './pause.ts';
import type { UpdateHost, UpdateOrder } from './ports.ts';
import { isQuiet } from './quiet-hours.ts';

const LOOK_EVERY_MS = 250;

export interface HandingOver {
  readonly host: UpdateHost;
  readonly order: UpdateOrder;
  readonly manifest: Manifest;
  readonly slot: 'a' | 'b';
  readonly id: string;
  /** Nobody must have stood before the gate for so long, ms. */
  readonly idleMs: number;
  readonly show: (progress: UpdateProgress) => void;
  readonly signal: AbortSignal;
}

/** Waits for its time, copies the database where it will change, and asks the launcher to try the slot. */
export async function handOver(handing: HandingOver): Promise<void> {
  const { host, order, manifest, slot, id, show, signal } = handing;
  const { files, dataDir, running, databaseVersion, settings, areas, log, restart } = host;
  const { version } = manifest;
  const places = placesIn(dataDir);
  show({ ...idleProgress, step: 'waiting', version });
  await untilItsTime(handing, order.when);
  files.remove(places.copy);
  if (manifest.databaseVersion > databaseVersion) {
    show({ ...idleProgress, step: 'copying', version });
    await copyDatabase(host, signal);
    // It took its time, and somebody may have come.
    await untilItsTime(handing, 'atOnce');
  }
  const request: TrialRequest = {
    id,
    orderId: order.orderId,
    slot,
    version,
    fromVersion: running.version,
    databaseVersion,
    healthSeconds: settings.healthMinutes * 60,
    before: areas(),
  };
  files.makeFolder(places.folder);
  replaceFile(files, places.folder, REQUEST_FILE, JSON.stringify(request));
  show({ ...idleProgress, step: 'switching', version });
  log.info('update', 'switching', { version, slot, order: order.orderId });
  restart();
}

async function untilItsTime({ host, idleMs, signal }: HandingOver, when: UpdateOrder['when']): Promise<void> {
  const { clock, settings, idleForMs } = host;
  const isTime = (): boolean => when === 'atOnce' || isQuiet(new Date(clock.now()), settings.quietFrom, settings.quietTo);
  while (!isTime() || idleForMs() < idleMs) await pause(LOOK_EVERY_MS, signal);
}

async function copyDatabase({ files, dataDir, copyDatabase: copy }: UpdateHost, signal: AbortSignal): Promise<void> {
  const places = placesIn(dataDir);
  const fresh = `${places.copy}.new`;
  try {
    files.remove(fresh);
    files.makeFolder(fresh);
    await copy(`${fresh}/terminal.db`, signal);
    const writer = await files.openWriter(`${fresh}/terminal.db`, { append: true });
    await writer.sync();
    await writer.close();
    files.syncFolder(fresh);
    files.rename(fresh, places.copy);
    files.syncFolder(places.folder);
  } catch (error) {
    if (signal.aborted) throw error;
    files.remove(fresh);
    throw faultOfDisk(error, 'update.copyFailed', 'the database could not be copied');
  }
}
