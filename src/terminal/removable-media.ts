import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A USB stick that is there. */
export interface Stick {
  /** As its owner named it; two of one name are told apart. */
  readonly name: string;
  /** Where it is mounted. */
  readonly path: string;
}

/** What can be plugged in and pulled out. */
export interface RemovableMedia {
  sticks(): readonly Stick[];
}

/** Where desktops and udisks mount sticks. */
const places = /^\/(run\/)?media\//;

/** As the system mounts them: below `/media` or `/run/media`. */
export function linuxMedia(mountsFile = '/proc/self/mounts'): RemovableMedia {
  return { sticks: () => named(mountPoints(mountsFile).filter((path) => places.test(path))) };
}

function mountPoints(file: string): readonly string[] {
  try {
    // Byte by byte, so that what is escaped and what is not come together as UTF-8 again.
    const lines = readFileSync(file, 'latin1').split('\n');
    return lines.map((line) => Buffer.from(unescaped(line.split(' ')[1] ?? ''), 'latin1').toString('utf8'));
  } catch {
    // Not a Linux: there are no sticks that we know how to find.
    return [];
  }
}

/** The kernel writes spaces and the like in octal. */
const unescaped = (field: string): string =>
  field.replaceAll(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));

function named(paths: readonly string[]): readonly Stick[] {
  const used = new Map<string, number>();
  return paths.map((path) => {
    const name = basename(path);
    const count = (used.get(name) ?? 0) + 1;
    used.set(name, count);
    return { name: count === 1 ? name : `${name} (${String(count)})`, path };
  });
}
