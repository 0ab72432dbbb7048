import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, type Dirent } from 'node:fs';
import { extname, join } from 'node:path';
import { MAX_PHOTOGRAPH_BYTES } from '../recognition/photograph-limits.ts';
import { Fault } from '../shared/fault.ts';
import type { RemovableMedia } from './removable-media.ts';

export interface StickPicture {
  /** Stands for the file until the next list: the page never names a path. */
  readonly token: string;
  /** With its folders on the stick. */
  readonly name: string;
  readonly bytes: number;
}

const kinds: ReadonlySet<string> = new Set(['.jpg', '.jpeg', '.png', '.webp', '.heic', '.heif']);
const MOST = 200;
const MOST_FOLDERS = 200;
const DEEPEST = 3;

/** Pictures on a USB stick. Links are not followed: a stick must not lead into the terminal's own files. */
export class StickPictures {
  readonly #media: RemovableMedia;
  readonly #listed = new Map<string, string>();

  constructor(media: RemovableMedia) {
    this.#media = media;
  }

  /** By name. Throws `export.stickGone`. */
  list(stick: string): { readonly pictures: readonly StickPicture[]; readonly isCut: boolean } {
    const found = this.#media.sticks().find(({ name }) => name === stick);
    if (found === undefined) throw stickGone();
    this.#listed.clear();
    const files = picturesBelow(found.path);
    const pictures = files.slice(0, MOST).map(({ name, path, bytes }) => {
      const token = randomBytes(9).toString('base64url');
      this.#listed.set(token, path);
      return { token, name, bytes };
    });
    return { pictures, isCut: files.length > MOST };
  }

  /** Throws `export.stickGone`, `photo.unreadable`. */
  read(token: string): Uint8Array {
    const path = this.#listed.get(token);
    if (path === undefined) throw stickGone();
    try {
      const found = lstatSync(path);
      if (!found.isFile() || found.size > MAX_PHOTOGRAPH_BYTES)
        throw new Fault('photo.unreadable', 'no picture file of a usual size');
      return new Uint8Array(readFileSync(path));
    } catch (error) {
      if (error instanceof Fault) throw error;
      throw new Fault('export.stickGone', 'the picture cannot be read from the stick', { cause: error });
    }
  }
}

const stickGone = (): Fault => new Fault('export.stickGone', 'the USB stick is not there any more');

function picturesBelow(root: string) {
  const found: { name: string; path: string; bytes: number }[] = [];
  const folders: { readonly path: string; readonly name: string; readonly depth: number }[] = [
    { path: root, name: '', depth: 0 },
  ];
  for (let at = 0; at < folders.length && at < MOST_FOLDERS && found.length <= MOST; at++) {
    const folder = folders[at];
    if (folder === undefined) break;
    for (const entry of entriesOf(folder.path)) {
      if (entry.name.startsWith('.')) continue;
      const path = join(folder.path, entry.name);
      const name = folder.name === '' ? entry.name : `${folder.name}/${entry.name}`;
      if (entry.isDirectory() && folder.depth < DEEPEST) folders.push({ path, name, depth: folder.depth + 1 });
      else if (entry.isFile() && kinds.has(extname(entry.name).toLowerCase())) {
        found.push({ name, path, bytes: lstatSync(path, { throwIfNoEntry: false })?.size ?? 0 });
      }
    }
  }
  return found.toSorted((one, other) => one.name.localeCompare(other.name, 'zh-CN'));
}

function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    // A folder that cannot be read holds no pictures for us.
    return [];
  }
}
