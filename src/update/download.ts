import { z } from 'zod';
import type { ProxyEnv } from '../config/proxy.ts';
import { readJson, replaceFile, type FilePort, type FileWriter } from '../launcher/file-port.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { faultOfDisk } from './disk-fault.ts';
import { openAddress, type Answer } from './open-address.ts';
import { pause } from './pause.ts';
import { Pace } from './pace.ts';

/** Tries in a row that brought nothing new. */
const MOST_VAIN_TRIES = 8;
/** Tries altogether: a server that gives a byte a time is none. */
const MOST_TRIES = 200;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** Progress is shown and synced after so many bytes. */
const STEP_BYTES = 1 << 20;
const PART = 'package.part';
const ABOUT = 'about.json';

/** Which file the part is of, so that it is not put together from two. */
const About = z.object({ url: z.string(), validator: z.string().nullable(), totalBytes: z.number().nullable() });
type About = z.infer<typeof About>;

export interface DownloadOptions {
  readonly url: string;
  /** As ordered, bytes; null: not said. */
  readonly sizeBytes: number | null;
  readonly files: FilePort;
  /** Of its own. */
  readonly folder: string;
  readonly leastFreeBytes: number;
  readonly mostBytesPerSecond: number;
  readonly proxy: ProxyEnv | null;
  /** Somebody stands at the gate: the line is his. */
  readonly isBusy: () => boolean;
  readonly onProgress: (doneBytes: number, totalBytes: number | null) => void;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The first wait after a failure, ms; it doubles. Default 1,000. */
  readonly firstWaitMs?: number;
  /** A server that is silent for so long is asked again, ms. Default 30,000. */
  readonly silenceMs?: number;
}

/**
 * Fetches a package into `folder` and answers its path. What was fetched before, also by a program before this one, is not
 * fetched again. Rejects with `Fault` `update.badAddress`, `.unreachable`, `.refused`, `.stalled`, `.redirects`, `.notAPackage`,
 * `.wrongSize`, `.diskFull`.
 */
export async function download(options: DownloadOptions): Promise<string> {
  const { files, folder, log, signal, firstWaitMs = FIRST_WAIT_MS } = options;
  files.makeFolder(folder);
  const path = `${folder}/${PART}`;
  let vain = 0;
  for (let tries = 1; ; tries++) {
    const before = files.size(path) ?? 0;
    try {
      await fetchRest(options, path);
      return path;
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOfDisk(error, 'update.stalled', 'the download broke off');
      vain = (files.size(path) ?? 0) > before ? 0 : vain + 1;
      const mayPass = fault.code === 'update.stalled' || fault.code === 'update.unreachable';
      if (!mayPass || vain >= MOST_VAIN_TRIES || tries >= MOST_TRIES) throw fault;
      log.warn('update', 'downloadBrokeOff', { code: fault.code, bytes: files.size(path) ?? 0, tries });
      await pause(Math.min(LONGEST_WAIT_MS, firstWaitMs * 2 ** vain), signal);
    }
  }
}

async function fetchRest(options: DownloadOptions, path: string): Promise<void> {
  const { files, folder, url, sizeBytes, signal, proxy, silenceMs = 30_000 } = options;
  const known = About.safeParse(readJson(files, `${folder}/${ABOUT}`));
  const about = known.success && known.data.url === url ? known.data : null;
  if (about === null) files.remove(path);
  const have = files.size(path) ?? 0;
  if (have > 0 && have === about?.totalBytes) return;
  const answer = await openAddress({ url, from: have, validator: about?.validator ?? null, proxy, silenceMs, signal });
  try {
    // The server may not know ranges, or have another file now.
    const start = answer.from;
    const { totalBytes } = answer;
    if (totalBytes !== null && sizeBytes !== null && totalBytes !== sizeBytes) {
      throw new Fault('update.wrongSize', `the server has ${String(totalBytes)} bytes, ordered were ${String(sizeBytes)}`);
    }
    const most = totalBytes ?? sizeBytes;
    requireSpace(options, most === null ? 0 : most - start);
    const noted: About = { url, validator: answer.validator, totalBytes: most };
    replaceFile(files, folder, ABOUT, JSON.stringify(noted));
    const writer = await files.openWriter(path, { append: start > 0 });
    try {
      await receive(options, answer, writer, start, most);
    } finally {
      await writer.sync();
      await writer.close();
    }
    const got = files.size(path) ?? 0;
    if (most !== null && got < most)
      throw new Fault('update.stalled', `the server stopped at ${String(got)} of ${String(most)} bytes`);
  } finally {
    answer.close();
  }
}

async function receive(
  options: DownloadOptions,
  answer: Answer,
  writer: FileWriter,
  start: number,
  most: number | null,
): Promise<void> {
  const { onProgress, signal, mostBytesPerSecond, clock, isBusy } = options;
  const pace = new Pace({ mostBytesPerSecond, clock, isBusy });
  let done = start;
  let shown = start;
  onProgress(done, most);
  for await (const piece of answer.body) {
    if (done === 0) requirePackage(piece);
    done += piece.length;
    if (most !== null && done > most) throw new Fault('update.wrongSize', 'the server sends more than it said');
    requireSpace(options, piece.length);
    await writer.write(piece);
    if (done - shown >= STEP_BYTES) {
      await writer.sync();
      shown = done;
      onProgress(done, most);
    }
    await pace.after(piece.length, signal);
  }
  onProgress(done, most);
}

/** A web page that says "not found" is told at its first bytes. */
function requirePackage(piece: Uint8Array): void {
  if (piece[0] === 0x1f && (piece.length === 1 || piece[1] === 0x8b)) return;
  throw new Fault('update.notAPackage', 'the address did not yield a package');
}

function requireSpace({ files, folder, leastFreeBytes }: DownloadOptions, bytes: number): void {
  if (files.freeBytes(folder) >= bytes + leastFreeBytes) return;
  throw new Fault('update.diskFull', `${String(Math.ceil((bytes + leastFreeBytes) / 2 ** 20))} MB must be free for the download`);
}
