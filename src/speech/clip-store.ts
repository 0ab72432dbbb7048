import { createHmac, randomBytes } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseWav, toWav, type Sound } from './wav.ts';

export interface ClipStoreOptions {
  /** Folder of the clips; made when absent, readable by the owner alone. */
  readonly folder: string;
  /** Bytes that all clips together may take; the longest unused go first. */
  readonly mostBytes: number;
}

const saltFile = 'salt';
const saltBytes = 32;
const unfinished = '.new';
const clipPattern = /^([wp])-([0-9a-f]{32})(?:-[0-9a-f]{32})?\.wav$/;

/**
 * Clips on disk, a cache: what is damaged or missing is synthesised again. File names are keyed hashes, so that they
 * tell neither ids nor names; the key lies beside them.
 */
export class ClipStore {
  readonly #options: ClipStoreOptions;
  readonly #salt: Buffer;
  /** Size by file name, the longest unused first. */
  readonly #sizes = new Map<string, number>();
  #totalBytes = 0;

  private constructor(options: ClipStoreOptions, salt: Buffer) {
    this.#options = options;
    this.#salt = salt;
  }

  /** Rejects when the folder cannot be made or written. */
  static async open(options: ClipStoreOptions): Promise<ClipStore> {
    await mkdir(options.folder, { recursive: true, mode: 0o700 });
    const store = new ClipStore(options, await readSalt(options.folder));
    await store.#takeStock();
    return store;
  }

  /** File of a sentence's part. */
  phraseFile(text: string): string {
    return `p-${this.#tag(text)}.wav`;
  }

  /** File of a worker's name as it is read now. */
  nameFile(workerId: string, text: string): string {
    return `w-${this.#tag(`worker ${workerId}`)}-${this.#tag(text)}.wav`;
  }

  async read(file: string): Promise<Sound | null> {
    if (!this.#sizes.has(file)) return null;
    const place = path.join(this.#options.folder, file);
    try {
      const bytes = await readFile(place);
      const sound = parseWav(bytes);
      if (toWav(sound).length !== bytes.length || bytes.readUInt32LE(40) !== sound.samples.length * 2)
        throw new Error('cut short');
      this.#touch(file);
      return sound;
    } catch {
      await this.#remove(file);
      return null;
    }
  }

  /** Rejects when the disk does not take it; the sound at hand is then still good. */
  async write(file: string, sound: Sound): Promise<void> {
    const place = path.join(this.#options.folder, file);
    const bytes = toWav(sound);
    await writeFile(place + unfinished, bytes, { mode: 0o600 });
    await rename(place + unfinished, place);
    this.#note(file, bytes.length);
    for (const [oldest] of this.#sizes) {
      if (this.#totalBytes <= this.#options.mostBytes || oldest === file) break;
      await this.#remove(oldest);
    }
  }

  /** Removes the clips of a worker, all but `keptFile`. */
  async removeWorker(workerId: string, keptFile: string | null): Promise<void> {
    const prefix = `w-${this.#tag(`worker ${workerId}`)}-`;
    for (const file of [...this.#sizes.keys()]) if (file.startsWith(prefix) && file !== keptFile) await this.#remove(file);
  }

  /** Removes the clips of everybody else. */
  async keepWorkers(workerIds: Iterable<string>): Promise<void> {
    const kept = new Set([...workerIds].map((id) => this.#tag(`worker ${id}`)));
    for (const file of [...this.#sizes.keys()]) {
      const [, kind, tag = ''] = clipPattern.exec(file) ?? [];
      if (kind === 'w' && !kept.has(tag)) await this.#remove(file);
    }
  }

  #tag(text: string): string {
    return createHmac('sha256', this.#salt).update(text).digest('hex').slice(0, 32);
  }

  async #takeStock(): Promise<void> {
    const found: { readonly file: string; readonly size: number; readonly usedMs: number }[] = [];
    for (const file of await readdir(this.#options.folder)) {
      const place = path.join(this.#options.folder, file);
      if (file.endsWith(unfinished)) await rm(place, { force: true });
      if (!clipPattern.test(file)) continue;
      const { size, mtimeMs } = await stat(place);
      found.push({ file, size, usedMs: mtimeMs });
    }
    for (const { file, size } of found.toSorted((a, b) => a.usedMs - b.usedMs)) this.#note(file, size);
  }

  #note(file: string, size: number): void {
    this.#totalBytes += size - (this.#sizes.get(file) ?? 0);
    this.#sizes.delete(file);
    this.#sizes.set(file, size);
  }

  #touch(file: string): void {
    this.#note(file, this.#sizes.get(file) ?? 0);
    const now = new Date();
    // Only the order of removal depends on it.
    void utimes(path.join(this.#options.folder, file), now, now).catch(() => undefined);
  }

  async #remove(file: string): Promise<void> {
    this.#totalBytes -= this.#sizes.get(file) ?? 0;
    this.#sizes.delete(file);
    await rm(path.join(this.#options.folder, file), { force: true });
  }
}

async function readSalt(folder: string): Promise<Buffer> {
  const place = path.join(folder, saltFile);
  const found = await readFile(place).catch(() => null);
  if (found?.length === saltBytes) return found;
  const salt = randomBytes(saltBytes);
  await writeFile(place, salt, { mode: 0o600 });
  return salt;
}
