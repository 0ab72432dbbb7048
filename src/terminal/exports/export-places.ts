import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Fault } from '../../shared/fault.ts';
import type { RemovableMedia } from '../removable-media.ts';

const FOLDER = 'exports';

/** Where exports are written: a USB stick, or the data directory's `exports`. */
export class ExportPlaces {
  readonly #dir: string;
  readonly #media: RemovableMedia;

  constructor(dir: string, media: RemovableMedia) {
    this.#dir = dir;
    this.#media = media;
  }

  /**
   * Whole on the medium when it returns, so that the stick may be pulled out; an older file of that name stays. Answers the
   * name. Throws `export.stickGone`, `export.failed`.
   */
  write(stick: string | null, name: string, bytes: Uint8Array | string): string {
    const folder = stick === null ? this.#own() : this.#stick(stick);
    const free = freeName(folder, name);
    const beside = join(folder, `.${free}.part`);
    try {
      const file = openSync(beside, 'wx', 0o600);
      try {
        const data = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
        for (let at = 0; at < data.length;) at += writeSync(file, data, at);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      renameSync(beside, join(folder, free));
      return free;
    } catch (error) {
      rmSync(beside, { force: true });
      const code = stick === null ? 'export.failed' : 'export.stickGone';
      throw new Fault(code, 'the file could not be written', { cause: error });
    }
  }

  #own(): string {
    const folder = join(this.#dir, FOLDER);
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return folder;
  }

  #stick(name: string): string {
    const found = this.#media.sticks().find((stick) => stick.name === name);
    if (found === undefined) throw new Fault('export.stickGone', 'the USB stick is not there any more');
    return found.path;
  }
}

function freeName(folder: string, name: string): string {
  if (!existsSync(join(folder, name))) return name;
  const dot = name.lastIndexOf('.');
  for (let number = 2; ; number++) {
    const other = `${name.slice(0, dot)} (${String(number)})${name.slice(dot)}`;
    if (!existsSync(join(folder, other))) return other;
  }
}
