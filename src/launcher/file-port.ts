/** A file that is being written, piece by piece. */
export interface FileWriter {
  write(bytes: Uint8Array): Promise<void>;
  /** What was written so far survives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Every file operation of launcher and updater. One port, so that a test can walk all of them and pull the plug before and
 * after each. Paths are absolute. Throws what Node throws (`ENOSPC` and the like).
 */
export interface FilePort {
  /** A whole small file; null: it is not there. */
  read(path: string): Uint8Array | null;
  /** Up to `length` bytes from `offset` on; null: it is not there. */
  readAt(path: string, offset: number, length: number): Uint8Array | null;
  /** Bytes; null: it is not there. */
  size(path: string): number | null;
  /** Names in a folder; none when it is not there. */
  list(path: string): readonly string[];
  /** Bytes that an ordinary user may still write on the file system of `path`. */
  freeBytes(path: string): number;
  stream(path: string, signal?: AbortSignal): AsyncIterable<Uint8Array>;
  /** With the folders above it, for the owner only. */
  makeFolder(path: string): void;
  /** Writes a whole small file and syncs it; for the owner only. Not atomic: see `replaceFile`. */
  write(path: string, bytes: Uint8Array): void;
  /** `append` keeps what is there; otherwise the file begins anew. `mode`: permission bits, default 0600. */
  openWriter(path: string, options: { readonly append: boolean; readonly mode?: number }): Promise<FileWriter>;
  rename(from: string, to: string): void;
  /** A file or a whole folder; one that is not there is no error. */
  remove(path: string): void;
  /** Names made, moved or removed in this folder survive a power cut. */
  syncFolder(path: string): void;
}

/** Replaces a small file: after a crash or a power cut it holds the old content or the new, never a part. */
export function replaceFile(files: FilePort, folder: string, name: string, text: string): void {
  const path = `${folder}/${name}`;
  files.write(`${path}.new`, new TextEncoder().encode(text));
  files.rename(`${path}.new`, path);
  files.syncFolder(folder);
}

/** The JSON value in a small file; undefined: it is not there, or no JSON. */
export function readJson(files: FilePort, path: string): unknown {
  const bytes = files.read(path);
  if (bytes === null) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}
