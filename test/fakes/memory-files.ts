import { dirname } from 'node:path';
import type { FilePort, FileWriter } from '../../src/launcher/file-port.ts';

/** A disk of so many bytes, in memory. Says ENOSPC and ENOENT as Linux does. */
export class MemoryFiles implements FilePort {
  readonly #files = new Map<string, Uint8Array>();
  readonly #folders = new Set<string>(['/']);
  /** What still fits, bytes. */
  freeSpace: number;

  constructor(freeSpace = Number.POSITIVE_INFINITY) {
    this.freeSpace = freeSpace;
  }

  names(): readonly string[] {
    return [...this.#files.keys()].toSorted();
  }

  read(path: string): Uint8Array | null {
    return this.#files.get(path) ?? null;
  }

  readAt(path: string, offset: number, length: number): Uint8Array | null {
    return this.#files.get(path)?.subarray(offset, offset + length) ?? null;
  }

  size(path: string): number | null {
    return this.#files.get(path)?.length ?? (this.#folders.has(path) ? 0 : null);
  }

  list(path: string): readonly string[] {
    const names = [...this.#files.keys(), ...this.#folders]
      .filter((name) => name.startsWith(`${path}/`))
      .map((name) => name.slice(path.length + 1).split('/')[0] ?? '');
    return [...new Set(names)];
  }

  freeBytes(): number {
    return this.freeSpace;
  }

  async *stream(path: string): AsyncIterable<Uint8Array> {
    const bytes = this.#files.get(path);
    if (bytes === undefined) throw failure('ENOENT');
    for (let at = 0; at < bytes.length; at += 50_000) yield bytes.subarray(at, at + 50_000);
  }

  makeFolder(path: string): void {
    for (let at = path; at !== '/'; at = dirname(at)) this.#folders.add(at);
  }

  write(path: string, bytes: Uint8Array): void {
    this.remove(path);
    this.#take(bytes.length);
    this.#files.set(path, Uint8Array.from(bytes));
  }

  async openWriter(path: string, { append }: { readonly append: boolean }): Promise<FileWriter> {
    if (!append) this.remove(path);
    if (!this.#files.has(path)) this.#files.set(path, new Uint8Array(0));
    return {
      write: async (bytes) => {
        this.#take(bytes.length);
        this.#files.set(path, Buffer.concat([this.#files.get(path) ?? new Uint8Array(0), bytes]));
      },
      sync: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }

  rename(from: string, to: string): void {
    if (this.size(from) === null) throw failure('ENOENT');
    this.remove(to);
    for (const [name, bytes] of [...this.#files]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      this.#files.delete(name);
      this.#files.set(to + name.slice(from.length), bytes);
    }
    for (const name of [...this.#folders]) {
      if (name !== from && !name.startsWith(`${from}/`)) continue;
      this.#folders.delete(name);
      this.#folders.add(to + name.slice(from.length));
    }
  }

  remove(path: string): void {
    for (const [name, bytes] of [...this.#files]) {
      if (name !== path && !name.startsWith(`${path}/`)) continue;
      this.#files.delete(name);
      this.freeSpace += bytes.length;
    }
    for (const name of [...this.#folders]) if (name === path || name.startsWith(`${path}/`)) this.#folders.delete(name);
  }

  syncFolder(): void {
    // Memory is always in step with itself.
  }

  #take(bytes: number): void {
    if (bytes > this.freeSpace) throw failure('ENOSPC');
    this.freeSpace -= bytes;
  }
}

const failure = (code: string): Error => Object.assign(new Error(code), { code });
