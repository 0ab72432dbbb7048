import { readFile, stat } from 'node:fs/promises';
import { extname } from 'node:path';

/** A file that the platform serves. */
export interface ShelfEntry {
  /** Begins with `/`. */
  readonly path: string;
  /** Whose photograph; null for other files. */
  readonly personId: string | null;
  readonly content: string | Uint8Array;
}

const TYPES: Readonly<Record<string, string>> = { '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.png': 'image/png' };

/** Photographs and firmware by the path of their address; one photograph of one person keeps one path. */
export class Shelf {
  readonly #byPath = new Map<string, ShelfEntry>();
  readonly #byContent = new Map<string | Uint8Array, Map<string | null, string>>();

  get entries(): readonly ShelfEntry[] {
    return [...this.#byPath.values()];
  }

  /** The path under which `content`, a file's name or bytes, is served from now on. */
  put(folder: string, content: string | Uint8Array, personId: string | null): string {
    const known = this.#byContent.get(content)?.get(personId);
    if (known !== undefined) return known;
    const ending = typeof content === 'string' ? extname(content) : '.jpg';
    return this.restore({ path: `/${folder}/${this.#byPath.size + 1}${personId === null ? '.bin' : ending}`, personId, content });
  }

  restore(entry: ShelfEntry): string {
    this.#byPath.set(entry.path, entry);
    const paths = this.#byContent.get(entry.content) ?? new Map<string | null, string>();
    this.#byContent.set(entry.content, paths.set(entry.personId, entry.path));
    return entry.path;
  }

  find(path: string): ShelfEntry | null {
    return this.#byPath.get(path) ?? null;
  }
}

export const contentBytes = async (entry: ShelfEntry): Promise<Uint8Array> =>
  typeof entry.content === 'string' ? readFile(entry.content) : entry.content;

/** Bytes of a file or of what is already here. */
export const sizeOf = async (content: string | Uint8Array): Promise<number> =>
  typeof content === 'string' ? (await stat(content)).size : content.length;

export const contentType = (path: string): string => TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream';
