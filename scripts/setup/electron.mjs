import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { modulesDir, productNode } from './paths.mjs';
import { run } from './run.mjs';
import { step } from './say.mjs';
import { readStamp, writeStamp } from './stamp.mjs';

const DOWNLOAD_TIMEOUT_MS = 60_000;
/** A failure is believed for this long. */
const MEMORY_MS = 24 * 60 * 60 * 1000;

/**
 * Which shell runs the program: `{ binary }` for Electron, or `{ why }` for the stand-in. TERMINAL_ELECTRON=off asks for the
 * stand-in, =retry forgets what failed earlier.
 */
export async function chooseShell(args) {
  if (process.env.TERMINAL_ELECTRON === 'off') return { why: 'TERMINAL_ELECTRON=off' };
  if (args.includes('--headless')) return { why: '--headless' };
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return { why: 'there is no display for Electron' };
  const binary = binaryPath() ?? (await download());
  if (typeof binary !== 'string') return binary;
  const failure = remembered('electron-start', startIdentity(binary));
  return failure === null ? { binary } : { why: `Electron did not start earlier: ${failure}` };
}

/** Electron came and did not run: not tried again today. */
export const rememberFailedStart = (binary, reason) => remember('electron-start', startIdentity(binary), reason);

/** The same rule as the electron package's own, without its download. */
function binaryPath() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const path = override === undefined ? join(modulesDir, 'electron', 'dist', 'electron') : join(override, 'electron');
  return existsSync(path) ? path : null;
}

const electronVersion = () => JSON.parse(readFileSync(join(modulesDir, 'electron', 'package.json'), 'utf8')).version;

const startIdentity = (binary) => `${binary} ${statSync(binary).mtimeMs}`;

async function download() {
  const identity = `${electronVersion()} ${process.env.ELECTRON_MIRROR ?? ''}`;
  const failure = remembered('electron-download', identity);
  if (failure !== null) return { why: `Electron could not be downloaded earlier: ${failure}` };
  const script = join(modulesDir, 'electron', 'install.js');
  const { code, output } = await step('Electron (download, at most a minute)', () =>
    run(productNode(), [script], { quiet: true, timeoutMs: DOWNLOAD_TIMEOUT_MS }),
  );
  const binary = code === 0 ? binaryPath() : null;
  if (binary !== null) return binary;
  const reason = code === null ? 'no answer within a minute' : reasonIn(output, code);
  remember('electron-download', identity, reason);
  return { why: `Electron could not be downloaded: ${reason}` };
}

/** The network's own word for it where there is one: a fetch by itself only says that it failed. */
const reasonIn = (output, code) =>
  (/\b\w+ E[A-Z]{4,}\b[^\n]*/.exec(output) ?? /\w*Error: [^\n]+/.exec(output))?.[0] ?? `exit ${code}`;

function remembered(name, identity) {
  const stamp = readStamp(name);
  const isFresh = stamp !== null && stamp.identity === identity && Date.now() - stamp.atMs < MEMORY_MS;
  return isFresh && process.env.TERMINAL_ELECTRON !== 'retry' ? stamp.reason : null;
}

const remember = (name, identity, reason) => writeStamp(name, { identity, reason, atMs: Date.now() });
