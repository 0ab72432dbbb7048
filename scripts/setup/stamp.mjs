import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir, root } from './paths.mjs';

const stampFile = (name) => join(cacheDir, `${name}.json`);

/** What an earlier run wrote under this name, or null. */
export function readStamp(name) {
  try {
    return JSON.parse(readFileSync(stampFile(name), 'utf8'));
  } catch {
    return null; // never written, or by a run that was cut off: the step is done again
  }
}

export function writeStamp(name, value) {
  mkdirSync(cacheDir, { recursive: true });
  writeFileSync(stampFile(name), JSON.stringify(value));
}

/** All files under the given files and folders (relative to the checkout), sorted; what is missing is left out. */
export function filesUnder(paths) {
  const found = [];
  const visit = (path) => {
    const info = statSync(path, { throwIfNoEntry: false });
    if (info === undefined) return;
    if (info.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else found.push({ path: relative(root, path), size: info.size, mtimeMs: info.mtimeMs });
  };
  for (const path of paths) visit(join(root, path));
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Changes with any name, size or time of change: cheap. */
export const shapeOf = (files) => digest(files.map(({ path, size, mtimeMs }) => `${path} ${size} ${mtimeMs}`).join('\n'));

/** Changes with any name or content. */
export const contentOf = (files) =>
  digest(files.map(({ path }) => `${path} ${digest(readFileSync(join(root, path)))}`).join('\n'));

export const digestOfFile = (path) => digest(readFileSync(path));

function digest(data) {
  return createHash('sha256').update(data).digest('hex');
}
