import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statfsSync,
  statSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import type { FilePort, FileWriter } from './file-port.ts';

/** Pieces in which files are read, bytes. */
const PIECE = 1 << 18;

/** The real disk. */
export const diskFiles: FilePort = {
  read: (path) => orNull(() => readFileSync(path)),
  readAt: (path, offset, length) =>
    orNull(() =>
      withFile(path, 'r', (handle) => {
        const bytes = Buffer.alloc(length);
        return bytes.subarray(0, readSync(handle, bytes, 0, length, offset));
      }),
    ),
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  list: (path) => orNull(() => readdirSync(path)) ?? [],
  freeBytes: (path) => {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  },
  stream: (path, signal) => createReadStream(path, { highWaterMark: PIECE, ...(signal === undefined ? {} : { signal }) }),
  makeFolder: (path) => void mkdirSync(path, { recursive: true, mode: 0o700 }),
  write: (path, bytes) => {
    rmSync(path, { force: true });
    withFile(path, 'wx', (handle) => {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    });
  },
  openWriter: (path, { append, mode = 0o600 }) => openWriter(path, append, mode),
  rename: (from, to) => renameSync(from, to),
  remove: (path) => rmSync(path, { recursive: true, force: true }),
  syncFolder: (path) => withFile(path, 'r', (handle) => fsyncSync(handle)),
};

async function openWriter(path: string, append: boolean, mode: number): Promise<FileWriter> {
  const handle = await open(path, append ? 'a' : 'w', mode);
  return {
    write: (bytes) => handle.writeFile(bytes),
    sync: () => handle.sync(),
    close: () => handle.close(),
  };
}

function withFile<T>(path: string, flags: string, act: (handle: number) => T): T {
  const handle = openSync(path, flags, 0o600);
  try {
    return act(handle);
  } finally {
    closeSync(handle);
  }
}

/** ESRCH: of a process below /proc that ended while it was read. */
const NOT_THERE: readonly string[] = ['ENOENT', 'ENOTDIR', 'ESRCH'];

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof Error && 'code' in error && NOT_THERE.includes(String(error.code))) return null;
    throw error;
  }
}
