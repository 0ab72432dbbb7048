import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test } from 'vitest';
import { compile, hasArm64Compiler, hasCompiler } from '../../fakes/native-gpio.ts';

const folder = mkdtempSync(join(tmpdir(), 'native-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const core = ['edge_watcher', 'line_request', 'system_calls', 'wiegand_sender'].map((name) => `src/${name}.cpp`);

describe.skipIf(!hasCompiler)('the addon’s own tests, over a kernel of their own', () => {
  test('all pass, and no request was one that Linux would refuse', { timeout: 240_000 }, async () => {
    const program = join(folder, 'gpio-test');
    await compile('g++', program, ['test/gpio_test.cpp', 'test/fake_kernel.cpp', 'test/abi.cpp', ...core], ['-O0']);
    const { stdout } = await promisify(execFile)(program, { timeout: 200_000 }).catch(
      (error: unknown) => error as { stdout: string },
    );
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => !line.startsWith('ok '))).toEqual([]);
    expect(lines.length).toBeGreaterThanOrEqual(16);
  });
});

/** ELF: machine and kind of file, little-endian. */
const machineOf = (file: string): { readonly machine: number; readonly type: number } => {
  const bytes = readFileSync(file);
  return { machine: bytes.readUInt16LE(18), type: bytes.readUInt16LE(16) };
};

describe.skipIf(!hasArm64Compiler)('the addon for arm64', () => {
  test('is made by the cross compiler, with its structures where the kernel has them', { timeout: 240_000 }, async () => {
    const addon = join(folder, 'arm64.node');
    const own = ['addon', 'module'].map((name) => `src/${name}.cpp`);
    await compile('aarch64-linux-gnu-g++', addon, [...own, ...core, 'test/abi.cpp'], ['-O0', '-fPIC', '-shared']);
    expect(machineOf(addon)).toEqual({ machine: 183, type: 3 }); // EM_AARCH64, ET_DYN
  });
});
