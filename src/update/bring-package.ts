import { placesIn } from '../launcher/places.ts';
import { compareVersions } from '../launcher/version.ts';
import { Fault } from '../shared/fault.ts';
import { idleProgress, type UpdateProgress } from '../shared/update-view.ts';
import { download } from './download.ts';
import { requireInstallable, unpackedBytes, type Manifest } from './package/manifest.ts';
import { verifySigned, type SignedArchive } from './package/signed-archive.ts';
import { unpack } from './package/unpack.ts';
import type { UpdateHost, UpdateOrder } from './ports.ts';
import { requireKeysLeft, trustedKeys } from './trusted-keys.ts';

const MEGABYTE = 2 ** 20;

export interface Bringing {
  readonly host: UpdateHost;
  readonly order: UpdateOrder;
  /** Neither runs nor is the one to fall back to. */
  readonly slot: 'a' | 'b';
  readonly show: (progress: UpdateProgress) => void;
  readonly signal: AbortSignal;
}

/** Fetches, checks and unpacks; afterwards the slot holds the new version. Rejects with `Fault` `update.*`. */
export async function bringPackage(bringing: Bringing): Promise<Manifest> {
  const { host, order, show, signal } = bringing;
  const { files, settings, dataDir } = host;
  const { source } = order;
  const keys = trustedKeys({ files, dataDir, publicKeyFile: settings.publicKeyFile });
  const path = source.kind === 'file' ? source.path : await fetchPackage(bringing, source);
  try {
    show({ ...idleProgress, step: 'checking', version: order.version });
    requireSize(host, path, source);
    return await unpackInto(bringing, await verifySigned(files, path, keys, signal));
  } catch (error) {
    // What was fetched and is no good would only be no good again.
    if (source.kind === 'url' && !signal.aborted) files.remove(placesIn(dataDir).download);
    throw error;
  }
}

function fetchPackage(
  { host, order, show, signal }: Bringing,
  { url, sizeBytes }: { readonly url: string; readonly sizeBytes: number | null },
): Promise<string> {
  const { files, dataDir, settings, leastFreeMb, clock, log, idleForMs } = host;
  return download({
    url,
    sizeBytes,
    files,
    folder: placesIn(dataDir).download,
    leastFreeBytes: leastFreeMb * MEGABYTE,
    mostBytesPerSecond: settings.mostKilobytesPerSecond * 1_000,
    proxy: settings.proxy,
    isBusy: () => idleForMs() === 0,
    onProgress: (doneBytes, totalBytes) =>
      show({ ...idleProgress, step: 'downloading', version: order.version, doneBytes, totalBytes }),
    clock,
    log,
    signal,
  });
}

function requireSize({ files }: UpdateHost, path: string, source: UpdateOrder['source']): void {
  const size = files.size(path);
  if (size === null) throw new Fault('update.unreadable', 'the package is not there');
  if (source.kind === 'url' && source.sizeBytes !== null && source.sizeBytes !== size) {
    throw new Fault('update.wrongSize', `${String(size)} bytes, ordered were ${String(source.sizeBytes)}`);
  }
}

async function unpackInto(bringing: Bringing, archive: SignedArchive): Promise<Manifest> {
  const { host, slot, show, signal } = bringing;
  const { files, dataDir } = host;
  const places = placesIn(dataDir);
  const fresh = `${places.slot(slot)}.new`;
  files.remove(fresh);
  try {
    const accept = (manifest: Manifest): void => {
      requireAcceptable(bringing, manifest);
      show({ ...idleProgress, step: 'unpacking', version: manifest.version });
    };
    const manifest = await unpack({ files, blocks: archive.blocks(signal), folder: fresh, accept, signal });
    files.remove(places.slot(slot));
    files.rename(fresh, places.slot(slot));
    files.syncFolder(places.slots);
    return manifest;
  } catch (error) {
    files.remove(fresh);
    throw error;
  }
}

function requireAcceptable({ host, order }: Bringing, manifest: Manifest): void {
  const { running, databaseVersion, settings, files, dataDir, leastFreeMb } = host;
  if (order.version !== null && compareVersions(order.version, manifest.version) !== 0) {
    throw new Fault('update.wrongVersion', `the package holds ${manifest.version}, ordered was ${order.version}`);
  }
  const { platform, arch } = process;
  requireInstallable(manifest, { version: running.version, platform, arch, databaseVersion, channel: settings.channel });
  requireKeysLeft({ files, dataDir, publicKeyFile: settings.publicKeyFile }, manifest);
  const hasMigration = manifest.databaseVersion > databaseVersion;
  // The copy of the database, and what a migration that writes all of it anew needs meanwhile.
  const databaseBytes = hasMigration ? 2 * (files.size(placesIn(dataDir).database) ?? 0) : 0;
  const neededBytes = unpackedBytes(manifest) + databaseBytes + leastFreeMb * MEGABYTE;
  if (files.freeBytes(dataDir) < neededBytes) {
    throw new Fault('update.diskFull', `${String(Math.ceil(neededBytes / MEGABYTE))} MB must be free for the update`);
  }
}
