import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import type { FilePort } from '../../launcher/file-port.ts';
import { MANIFEST_FILE } from '../../launcher/places.ts';
import { Fault } from '../../shared/fault.ts';
import { faultOfDisk } from '../disk-fault.ts';
import { isSafePath, readManifest, unpackedBytes, type Manifest, type PackedFile } from './manifest.ts';

const MOST_MANIFEST_BYTES = 16 << 20;
/** tar puts 512 bytes before each file and fills up to 512. */
const TAR_BYTES_A_FILE = 4 * 1024;

export interface UnpackOptions {
  readonly files: FilePort;
  /** The gzip file, checked. */
  readonly blocks: AsyncIterable<Uint8Array>;
  /** Does not exist yet. */
  readonly folder: string;
  /** Whether this manifest may be installed here: throws what it has against it, before the first file is written. */
  readonly accept: (manifest: Manifest) => void;
  readonly signal: AbortSignal;
}

/**
 * Unpacks a package into a folder of its own: plain files, those of the manifest, each with its size and hash, all synced.
 * @throws Fault `update.manifest`, `update.entryPath`, `update.entryKind`, `update.bomb`, `update.entryWrong`, `update.diskFull`,
 * and what `accept` throws. The folder is then in no defined state.
 */
export async function unpack({ files, blocks, folder, accept, signal }: UnpackOptions): Promise<Manifest> {
  const tar = new TarReader(files, folder, accept);
  try {
    files.makeFolder(folder);
    await pipeline(Readable.from(blocks), createGunzip(), (pieces: AsyncIterable<Uint8Array>) => tar.take(pieces), { signal });
    return tar.finish();
  } catch (error) {
    throw faultOfDisk(error, 'update.entryWrong', 'the package cannot be unpacked');
  }
}

class TarReader {
  readonly #files: FilePort;
  readonly #folder: string;
  readonly #accept: (manifest: Manifest) => void;
  readonly #folders = new Set<string>();
  #manifest: Manifest | null = null;
  #awaited = new Map<string, PackedFile>();
  #mostBytes = MOST_MANIFEST_BYTES + TAR_BYTES_A_FILE;
  #seenBytes = 0;

  constructor(files: FilePort, folder: string, accept: (manifest: Manifest) => void) {
    this.#files = files;
    this.#folder = folder;
    this.#accept = accept;
    this.#folders.add(folder);
  }

  /** Takes the tar file's bytes; entries are written as they come. */
  async take(pieces: AsyncIterable<Uint8Array>): Promise<void> {
    const tar = extract();
    const reading = this.#read(tar);
    // Waited for below, at each step.
    reading.catch(() => undefined);
    for await (const piece of pieces) {
      this.#seenBytes += piece.length;
      if (this.#seenBytes > this.#mostBytes) throw new Fault('update.bomb', 'the package unpacks to more than its manifest says');
      if (tar.write(piece)) continue;
      await Promise.race([reading, new Promise<void>((done) => tar.once('drain', () => done()))]);
    }
    tar.end(null);
    await reading;
  }

  /** @throws Fault when something of the manifest did not come */
  finish(): Manifest {
    if (this.#manifest === null) throw new Fault('update.manifest', 'the package holds no manifest');
    if (this.#awaited.size > 0) throw new Fault('update.entryWrong', 'the package lacks a file of its manifest');
    const deepestFirst = [...this.#folders].sort((a, b) => b.length - a.length);
    for (const folder of deepestFirst) this.#files.syncFolder(folder);
    return this.#manifest;
  }

  async #read(tar: ReturnType<typeof extract>): Promise<void> {
    for await (const entry of tar) {
      const { header } = entry;
      if (header.type !== 'file') throw new Fault('update.entryKind', `the package holds a ${header.type}`);
      if (!isSafePath(header.name)) throw new Fault('update.entryPath', 'the package holds a path that leads out of its folder');
      if (this.#manifest === null) this.#manifest = await this.#readManifest(header, entry);
      else await this.#writeFile(header, entry);
    }
  }

  async #readManifest(header: Header, entry: AsyncIterable<unknown>): Promise<Manifest> {
    if (header.name !== MANIFEST_FILE) throw new Fault('update.manifest', 'the package does not begin with its manifest');
    if (header.size > MOST_MANIFEST_BYTES) throw new Fault('update.bomb', 'the package’s manifest is too long');
    const pieces: Uint8Array[] = [];
    for await (const piece of entry) pieces.push(bytesOf(piece));
    const bytes = Buffer.concat(pieces);
    const manifest = readManifest(bytes);
    this.#accept(manifest);
    this.#awaited = new Map(manifest.files.map((file) => [file.path, file]));
    this.#mostBytes += unpackedBytes(manifest) + (manifest.files.length + 2) * TAR_BYTES_A_FILE;
    this.#files.write(`${this.#folder}/${MANIFEST_FILE}`, bytes);
    return manifest;
  }

  async #writeFile(header: Header, entry: AsyncIterable<unknown>): Promise<void> {
    const file = this.#awaited.get(header.name);
    if (file === undefined) throw new Fault('update.entryWrong', 'the package holds a file that its manifest does not name');
    if (header.size !== file.sizeBytes) throw new Fault('update.entryWrong', 'a file of the package has not its size');
    const path = `${this.#folder}/${file.path}`;
    this.#makeFolders(dirname(path));
    const hash = createHash('sha256');
    const writer = await this.#files.openWriter(path, { append: false, mode: file.isExecutable ? 0o700 : 0o600 });
    try {
      for await (const piece of entry) {
        const bytes = bytesOf(piece);
        hash.update(bytes);
        await writer.write(bytes);
      }
      await writer.sync();
    } finally {
      await writer.close();
    }
    if (hash.digest('hex') !== file.sha256)
      throw new Fault('update.entryWrong', 'a file of the package is not what its manifest says');
    this.#awaited.delete(file.path);
  }

  #makeFolders(folder: string): void {
    if (this.#folders.has(folder)) return;
    this.#files.makeFolder(folder);
    for (let at = folder; !this.#folders.has(at); at = dirname(at)) this.#folders.add(at);
  }
}

function bytesOf(piece: unknown): Uint8Array {
  if (piece instanceof Uint8Array) return piece;
  throw new Fault('internal.bug', 'the tar reader gave something else than bytes');
}
