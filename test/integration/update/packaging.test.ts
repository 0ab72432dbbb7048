import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { requireInstallable } from '../../../src/update/package/manifest.ts';
import { verifySigned } from '../../../src/update/package/signed-archive.ts';
import { unpack } from '../../../src/update/package/unpack.ts';
import { makeKeys } from '../../fakes/update-package.ts';

const root = resolve(import.meta.dirname, '../../..');

describe('what electron-builder leaves', () => {
  const keys = makeKeys();
  let folder: string;
  const dist = (...path: readonly string[]): string => join(folder, 'dist', ...path);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'packaging-'));
    const dir = dist('linux-unpacked');
    mkdirSync(join(dir, 'resources'), { recursive: true });
    writeFileSync(join(dir, 'site-gate-terminal'), '#!/bin/sh\n');
    chmodSync(join(dir, 'site-gate-terminal'), 0o755);
    writeFileSync(join(dir, 'resources', 'app.asar'), 'app');
    writeFileSync(join(folder, 'update.sec'), keys.secretText);
    const args = [
      join(root, 'scripts/package-update.ts'),
      dir,
      dist(),
      '--sign',
      join(folder, 'update.sec'),
      '--arch',
      process.arch,
    ];
    execFileSync(process.execPath, args, { cwd: root });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('becomes one signed package that another version can install, without the launcher', async () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    const archive = await verifySigned(diskFiles, dist(`site-gate-terminal-${version}-linux-${process.arch}.tgz`), [keys.key]);
    const installed = { version: '0.0.1', platform: 'linux', arch: process.arch, databaseVersion: 1, channel: 'stable' };
    const { signal } = new AbortController();
    const to = join(folder, 'slot');
    const manifest = await unpack({
      files: diskFiles,
      blocks: archive.blocks(),
      folder: to,
      accept: (offered) => requireInstallable(offered, installed),
      signal,
    });
    expect(manifest.files.map(({ path, isExecutable }) => [path, isExecutable])).toEqual([
      ['resources/app.asar', false],
      ['site-gate-terminal', true],
    ]);
  });

  it('becomes a deb that holds the program, its launcher and a unit that systemd understands', () => {
    const file = execFileSync(process.execPath, [join(root, 'scripts/package-deb.mjs'), dist('linux-unpacked'), dist()], {
      encoding: 'utf8',
    }).trim();
    const list = execFileSync('dpkg-deb', ['--contents', file], { encoding: 'utf8' });
    for (const path of ['site-gate-terminal', 'launcher/launcher.mjs', 'manifest.json', 'resources/app.asar']) {
      expect(list).toContain(` ./opt/site-gate-terminal/${path}\n`);
    }
    expect(list).toContain('./lib/systemd/system/site-gate-terminal.service');
    expect(execFileSync('dpkg-deb', ['--field', file, 'Package', 'Version'], { encoding: 'utf8' })).toContain(
      'site-gate-terminal',
    );
    const unit = readFileSync(join(root, 'scripts/deb/site-gate-terminal.service'), 'utf8');
    for (const key of ['Restart=always', 'WatchdogSec=', 'MemoryMax=', 'NotifyAccess=all']) expect(unit).toContain(key);
  });

  it('is built with a launcher that needs nothing but Node', () => {
    const launcher = join(root, 'out/launcher/launcher.mjs');
    expect(existsSync(launcher)).toBe(true);
    const imports = [...readFileSync(launcher, 'utf8').matchAll(/^import .* from "([^"]+)"/gm)].map(([, name = '']) => name);
    expect(imports.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(imports.length).toBeGreaterThan(2);
  });
});
