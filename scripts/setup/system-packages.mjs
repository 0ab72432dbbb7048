import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { run } from './run.mjs';
import { say, step } from './say.mjs';

/** What the program uses of the system. */
export const packagesToRun = ['chromium', 'chromium-sandbox', 'fonts-noto-cjk', 'espeak-ng', 'socat'];
/** What builds the addon of native/gpio, for this machine and for arm64. */
export const packagesToCompile = ['g++', 'make', 'python3', 'g++-aarch64-linux-gnu'];
/** What its tests use besides: a compiler, an independent Modbus slave, a witness of the order of writes, other implementations of wire formats and ciphers, a reader of PDF. */
export const packagesToTest = [
  ...packagesToRun,
  'python3-pymodbus',
  'python3-serial-asyncio',
  'strace',
  'protobuf-compiler',
  'python3-protobuf',
  'openssl',
  'poppler-utils',
  ...packagesToCompile,
  'signify-openbsd',
];

/** Installs what is missing as root; anybody else is told the line to run. Never fails: what is missing is missed later. */
export async function ensureSystemPackages(wanted) {
  const missing = missingOf(wanted);
  if (missing.length === 0) return;
  const line = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    say(`! These system packages are missing. Install them with:\n\n    sudo ${line}\n`);
    return;
  }
  const isInstalled = await step(`system packages: ${missing.join(' ')}`, () => install(missing));
  if (!isInstalled) say(`! The system packages could not be installed. Try it by hand:\n\n    apt-get update && ${line}\n`);
}

function missingOf(wanted) {
  try {
    const text = execFileSync('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...wanted], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return notInstalled(wanted, text);
  } catch (error) {
    // dpkg-query exits 1 when it does not know a name, and has still listed the others.
    if (error.code !== 'ENOENT') return notInstalled(wanted, error.stdout ?? '');
    say('! This system has no dpkg: install chromium, a CJK font, espeak-ng and socat by its own means.');
    return [];
  }
}

const notInstalled = (wanted, text) => wanted.filter((name) => !text.split('\n').includes(`${name} installed`));

async function install(names) {
  const options = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  const apt = (...args) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...args], options);
  const get = () => apt('install', '-y', '--no-install-recommends', ...names);
  if (hasLists() && (await get()).code === 0) return true;
  const { code, output } = await apt('update');
  const outcome = code === 0 ? await get() : { code, output };
  if (outcome.code !== 0) say(outcome.output.trim().split('\n').slice(-8).join('\n'));
  return outcome.code === 0;
}

function hasLists() {
  const folder = '/var/lib/apt/lists';
  return existsSync(folder) && readdirSync(folder).some((name) => name.includes('_Packages'));
}
