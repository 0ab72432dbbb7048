import { execFile, spawnSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { GpioAddon } from '../../src/hardware/gpio/addon.ts';

const root = join(import.meta.dirname, '../..');
export const nativeFolder = join(root, 'native/gpio');

const hasHeader = spawnSync('test', ['-e', '/usr/include/linux/gpio.h']).status === 0;
export const hasCompiler = hasHeader && spawnSync('g++', ['--version']).status === 0;
export const hasArm64Compiler = spawnSync('aarch64-linux-gnu-g++', ['--version']).status === 0;

/** The product's Node brings its headers along. */
const includes = [
  `-I${dirname(createRequire(import.meta.url).resolve('node-addon-api/package.json'))}`,
  `-I${join(dirname(dirname(realpathSync(process.execPath))), 'include/node')}`,
];
const defines = ['-DNAPI_VERSION=8', '-DNODE_ADDON_API_DISABLE_DEPRECATED', '-DNODE_ADDON_API_CPP_EXCEPTIONS'];
const warnings = ['-Wall', '-Wextra', '-Werror'];

/** Compiles files of native/gpio. Rejects with what the compiler says. */
export async function compile(
  compiler: string,
  output: string,
  files: readonly string[],
  flags: readonly string[],
): Promise<void> {
  const args = ['-std=c++17', '-pthread', ...warnings, ...flags, ...includes, ...defines, ...files, '-o', output];
  await promisify(execFile)(compiler, args, { cwd: nativeFolder, timeout: 110_000 });
}

/** The addon over the tests' own kernel. */
export interface FakeGpioAddon extends GpioAddon {
  reset(): void;
  /** A line becomes active or inactive. */
  playEdge(offset: number, isActive: boolean, atNs: bigint): void;
  /** Calls `act` while the system starts no thread. */
  withoutThreads(act: () => void): void;
  /** Of an output, whether the program holds it still or left it so. */
  isActive(offset: number): boolean;
  unplug(): void;
  refuseRealTime(errno: number): void;
  /** The next setting of a line fails. */
  failSet(errno: number): void;
  pulses(): readonly { readonly offset: number; readonly fromUs: number; readonly widthUs: number }[];
  complaints(): readonly string[];
  openFiles(): number;
}

/** Builds it into `folder`, and loads it. */
export async function buildFakeAddon(folder: string): Promise<FakeGpioAddon> {
  const file = join(folder, 'gpio-fake.node');
  const own = ['addon', 'edge_watcher', 'line_request', 'wiegand_sender'].map((name) => `src/${name}.cpp`);
  await compile('g++', file, ['test/fake_addon.cpp', 'test/fake_kernel.cpp', ...own], ['-O0', '-fPIC', '-shared']);
  return createRequire(import.meta.url)(file) as FakeGpioAddon;
}
