import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

export interface FoundPackage {
  /** Folder of the medium and the file's name; unique. */
  readonly name: string;
  readonly path: string;
  readonly sizeBytes: number;
}

/** Where desktops and udisks mount what is plugged in. */
const MOUNTS = ['/media', '/run/media', '/mnt'];
const DEPTH = 3;
const MOST = 50;

/** Update packages on what is plugged in: `*.tgz` at most three folders deep. */
export function findPackages(roots: readonly string[] = MOUNTS): readonly FoundPackage[] {
  return roots.flatMap((root) => below(root, '', DEPTH)).slice(0, MOST);
}

function below(folder: string, name: string, depth: number): FoundPackage[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    const shown = name === '' ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) return depth > 1 ? below(path, shown, depth - 1) : [];
    if (!entry.isFile() || !entry.name.endsWith('.tgz')) return [];
    const sizeBytes = statSync(path, { throwIfNoEntry: false })?.size;
    return sizeBytes === undefined ? [] : [{ name: shown, path, sizeBytes }];
  });
}

/** A stick that was pulled out, or belongs to somebody else, holds nothing. */
function entriesOf(folder: string): ReturnType<typeof listed> {
  try {
    return listed(folder);
  } catch {
    return [];
  }
}

const listed = (folder: string) => readdirSync(folder, { withFileTypes: true });
