/**
 * `npm run native -- [--arch x64|arm64] [--sanitize]`: builds the addon of native/gpio into native/gpio/prebuilds, for this
 * machine's kind or crosswise with Debian's compiler; `--sanitize` builds and runs its tests under address, undefined and
 * thread sanitizers instead. Nothing else needs a compiler: the terminal runs without the addon and says what it lacks.
 */
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensurePackages } from './setup/packages.mjs';
import { modulesDir, productNode, root } from './setup/paths.mjs';
import { run } from './setup/run.mjs';
import { main, say, SetUpError, step } from './setup/say.mjs';
import { ensureSystemPackages, packagesToCompile } from './setup/system-packages.mjs';

const folder = join(root, 'native', 'gpio');
const crossCompiler = 'aarch64-linux-gnu-g++';

const usage = 'usage: npm run native -- [--arch x64|arm64] [--sanitize]';

await main(async () => {
  const values = readArguments();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return;
  }
  if (!['x64', 'arm64'].includes(values.arch)) throw new SetUpError('--arch is x64 or arm64');
  await ensurePackages();
  await ensureSystemPackages(packagesToCompile);
  await (values.sanitize ? sanitize() : build(values.arch));
});

function readArguments() {
  const options = {
    arch: { type: 'string', default: process.arch },
    sanitize: { type: 'boolean' },
    help: { type: 'boolean' },
  };
  try {
    return parseArgs({ options }).values;
  } catch (error) {
    throw new SetUpError(`${error.message}\n${usage}`);
  }
}

async function build(arch) {
  const isCross = arch !== process.arch;
  if (isCross && arch !== 'arm64') throw new SetUpError('Crosswise only arm64 is built: build for x64 on such a machine.');
  // The product's Node brings its headers along: nothing is downloaded.
  const nodeDir = dirname(dirname(realpathSync(productNode())));
  const made = await step(`addon for ${arch}`, () =>
    run(
      productNode(),
      [join(modulesDir, 'node-gyp', 'bin', 'node-gyp.js'), 'rebuild', `--nodedir=${nodeDir}`, `--arch=${arch}`],
      {
        quiet: true,
        cwd: folder,
        env: isCross ? { CXX: crossCompiler, CC: crossCompiler.replace('g++', 'gcc') } : {},
      },
    ),
  );
  if (made.code !== 0) throw new SetUpError(`The addon could not be built:\n${made.output.trim()}`);
  const prebuilt = join(folder, 'prebuilds', `linux-${arch}`);
  mkdirSync(prebuilt, { recursive: true });
  copyFileSync(join(folder, 'build', 'Release', 'gpio.node'), join(prebuilt, 'gpio.node'));
  say(`native/gpio/prebuilds/linux-${arch}/gpio.node`);
}

async function sanitize() {
  const out = mkdtempSync(join(tmpdir(), 'gpio-test-'));
  try {
    for (const kind of ['address,undefined', 'thread']) await runUnder(kind, join(out, 'gpio-test'));
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function runUnder(kind, program) {
  const sources = ['fake_kernel', 'gpio_test'].map((name) => `test/${name}.cpp`);
  sources.push(...['edge_watcher', 'line_request', 'system_calls', 'wiegand_sender'].map((name) => `src/${name}.cpp`));
  const flags = ['-std=c++17', '-O1', '-g', '-pthread', `-fsanitize=${kind}`, '-fno-sanitize-recover=all'];
  const compiled = await step(`tests under ${kind}`, () =>
    run('g++', [...flags, ...sources, '-o', program], { quiet: true, cwd: folder }),
  );
  if (compiled.code !== 0) throw new SetUpError(`The tests could not be built:\n${compiled.output.trim()}`);
  // The thread sanitizer wants memory where it is used to: without random places.
  const { code } = await run('setarch', ['-R', program], { timeoutMs: 120_000 });
  if (code !== 0) throw new SetUpError(`The tests failed under ${kind}.`);
}
