import { randomBytes } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MOST_SETTINGS_BYTES } from '../config/settings-file.ts';
import { Fault } from '../shared/fault.ts';
import type { RemovableMedia } from './removable-media.ts';

/** A file of settings on a stick, by its name: what is offered and what is written is called so. */
const form = /^terminal-settings.*\.json$/i;
const MOST = 20;

export interface FoundSettings {
  /** Stands for the file until the next list: the page never names a path. */
  readonly token: string;
  readonly name: string;
  readonly stick: string;
}

/** Files of settings at the top of USB sticks. Links are not followed. */
export class SettingsFiles {
  readonly #media: RemovableMedia;
  readonly #listed = new Map<string, string>();

  constructor(media: RemovableMedia) {
    this.#media = media;
  }

  /** Newest name first, at most 20. */
  list(): readonly FoundSettings[] {
    const found = this.#media
      .sticks()
      .flatMap((stick) => filesIn(stick.path).map((name) => ({ name, stick: stick.name, path: join(stick.path, name) })))
      .toSorted((one, other) => other.name.localeCompare(one.name))
      .slice(0, MOST);
    const known = new Map([...this.#listed].map(([token, path]) => [path, token]));
    this.#listed.clear();
    return found.map(({ name, stick, path }) => {
      const token = known.get(path) ?? randomBytes(9).toString('base64url');
      this.#listed.set(token, path);
      return { token, name, stick };
    });
  }

  /** Throws `export.stickGone`, `settings.fileUnreadable`. */
  read(token: string): string {
    const path = this.#listed.get(token);
    if (path === undefined) throw new Fault('export.stickGone', 'the USB stick is not there any more');
    try {
      const found = lstatSync(path);
      if (!found.isFile()) throw new Fault('settings.fileUnreadable', 'not a file of settings');
      if (found.size > MOST_SETTINGS_BYTES) throw new Fault('settings.fileUnreadable', 'not a file of settings: it is too long');
      return readFileSync(path, 'utf8');
    } catch (error) {
      throw Fault.from(error, 'export.stickGone', 'the file cannot be read from the stick');
    }
  }
}

function filesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && form.test(entry.name))
      .map(({ name }) => name);
  } catch {
    // A stick that cannot be read holds nothing for us.
    return [];
  }
}
