import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { outDir } from './paths.mjs';
import { contentOf, filesUnder, readStamp, shapeOf, writeStamp } from './stamp.mjs';

/** All that decides what the build makes; the lock file stands for the packages that end up inside the page. */
const sources = [
  'src',
  'renderer',
  'scripts/build.mjs',
  'vite.config.ts',
  'tsconfig.json',
  'tsconfig.renderer.json',
  'package-lock.json',
];

/** What the sources are now, to be remembered once they are built. */
export function buildInputs() {
  const files = filesUnder(sources);
  return { shape: shapeOf(files), content: contentOf(files) };
}

export const rememberBuild = (inputs) => writeStamp('build', inputs);

/** Is out/ what the sources would make? Reads the contents only when a time or size has changed. */
export function isBuilt() {
  const stamp = readStamp('build');
  if (stamp === null || !existsSync(join(outDir, 'main', 'main.js'))) return false;
  const files = filesUnder(sources);
  if (stamp.shape === shapeOf(files)) return true;
  const content = contentOf(files);
  if (stamp.content !== content) return false;
  rememberBuild({ shape: shapeOf(files), content });
  return true;
}
