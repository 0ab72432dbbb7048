import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout, without a slash at the end. */
export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
export const modulesDir = join(root, 'node_modules');
export const outDir = join(root, 'out');
/** What set-up remembers; gone with node_modules, as it should be. */
export const cacheDir = join(modulesDir, '.cache', 'site-gate-terminal');

/** The oldest Node that the program itself runs on. */
const NODE_MAJOR = 24;

/** Node that came with the packages, or this one if it is new enough; null when there is none. */
export function productNode() {
  const own = join(modulesDir, '.bin', 'node');
  if (existsSync(own)) return own;
  return isNewEnough() ? process.execPath : null;
}

export const isNewEnough = () => Number(process.versions.node.split('.')[0]) >= NODE_MAJOR;

/** The environment for everything that set-up starts: the packages' commands and their Node come first. */
export const childEnv = (extra = {}) => ({
  ...process.env,
  PATH: `${join(modulesDir, '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  ...extra,
});
