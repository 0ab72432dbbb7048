import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { modulesDir, productNode, root } from './paths.mjs';
import { run } from './run.mjs';
import { SetUpError, step } from './say.mjs';
import { digestOfFile, readStamp, writeStamp } from './stamp.mjs';

const lockFile = join(root, 'package-lock.json');

/** Installs the packages of the lock file, unless they are there; afterwards Node of the product is there too. */
export async function ensurePackages() {
  const wanted = { lock: digestOfFile(lockFile), arch: process.arch };
  const stamp = readStamp('packages');
  const isKnown = stamp?.lock === wanted.lock && stamp.arch === wanted.arch && productNode() !== null;
  if (isKnown) return;
  if (!isInstalled()) await step('packages (npm ci, one to three minutes)', install);
  if (productNode() === null) {
    throw new SetUpError(
      `This is Node ${process.version} on ${process.platform} ${process.arch}; the terminal needs Node 24, and no package brings it for this machine.\n` +
        'Install Node 24 or newer from https://nodejs.org and start again.',
    );
  }
  writeStamp('packages', wanted);
}

/** Whatever installed them, npm leaves its own copy of the lock file beside them. */
function isInstalled() {
  const own = join(modulesDir, '.package-lock.json');
  if (!existsSync(own)) return false;
  const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages;
  const present = JSON.parse(readFileSync(own, 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || entry.link === true) return true;
    const found = present[path];
    // An optional package for another kind of machine is left out by npm.
    return found === undefined ? entry.optional === true : found.version === entry.version;
  });
}

async function install() {
  const [command, ...args] = npm();
  const { code, output } = await run(command, [...args, 'ci', '--no-audit', '--no-fund', '--loglevel=error'], { quiet: true });
  if (code === 0) return;
  throw new SetUpError(
    `npm ci failed:\n${output.trim().split('\n').slice(-12).join('\n')}\nMend that (network? disk?) and start again.`,
  );
}

/**
 * npm on the Node that npm came with: the one in node_modules is about to be replaced. Under `npm start` npm says where
 * both are.
 */
function npm() {
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js') && node !== undefined && !node.startsWith(modulesDir)) return [node, script];
  const elsewhere = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '' && !folder.startsWith(modulesDir))
    .map((folder) => join(folder, 'npm'))
    .find(existsSync);
  if (elsewhere === undefined)
    throw new SetUpError(
      'npm is not on the PATH: install Node with npm (on Debian: apt-get install nodejs npm) and start again.',
    );
  const beside = join(elsewhere, '..', 'node');
  return existsSync(beside) ? [beside, elsewhere] : [elsewhere];
}
