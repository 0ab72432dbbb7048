import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Fault } from '../../../src/shared/fault.ts';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { requireInstallable, type Manifest } from '../../../src/update/package/manifest.ts';
import { packFiles } from '../../../src/update/package/pack.ts';
import { signArchive } from '../../../src/update/package/sign-archive.ts';
import { verifySigned } from '../../../src/update/package/signed-archive.ts';
import { unpack } from '../../../src/update/package/unpack.ts';
import { MemoryFiles } from '../../fakes/memory-files.ts';
import {
  fileOf,
  makeKeys,
  manifestOf,
  readText,
  writeGoodPackage,
  writePackage,
  writeSigned,
  type Entry,
} from '../../fakes/update-package.ts';

const keys = makeKeys();
const installed = { version: '1.0.0', platform: process.platform, arch: process.arch, databaseVersion: 5, channel: 'stable' };
const never = new AbortController().signal;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unpack-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What became of a package: `installed`, or the code of the fault; and which files were written. */
async function outcome(file: string, freeSpace?: number): Promise<{ code: string; names: readonly string[] }> {
  const disk = new MemoryFiles(freeSpace);
  const archive = await verifySigned(diskFiles, file, [keys.key]);
  const accept = (manifest: Manifest): void => requireInstallable(manifest, installed);
  const code = await unpack({ files: disk, blocks: archive.blocks(), folder: '/slot', accept, signal: never }).then(
    () => 'installed',
    (error: unknown) => (error instanceof Fault ? error.code : String(error)),
  );
  return { code, names: disk.names() };
}

const package_ = async (entries: readonly Entry[]): Promise<string> => {
  const file = join(folder, 'p.tgz');
  await writePackage(file, entries, keys.secret);
  return file;
};
const manifest = (changes: Readonly<Record<string, unknown>>): Entry => ({
  name: 'manifest.json',
  content: JSON.stringify(manifestOf(changes)),
});
const main = { name: 'main.js', content: 'new' };
const files = [fileOf('main.js', 'new')];

describe('a good package', () => {
  it('is unpacked with every file that its manifest names', async () => {
    const contents = { 'main.js': 'new', 'lib/deep/er.bin': Buffer.alloc(300_000, 1), 'empty.txt': '' };
    await writeGoodPackage(join(folder, 'good.tgz'), keys.secret, {}, contents);
    const { code, names } = await outcome(join(folder, 'good.tgz'));
    expect(code).toBe('installed');
    expect(names).toEqual(['/slot/empty.txt', '/slot/lib/deep/er.bin', '/slot/main.js', '/slot/manifest.json']);
  });

  it('made by the packer lands on a real disk as it was, executable where it was', async () => {
    const source = join(folder, 'source');
    diskFiles.makeFolder(source);
    diskFiles.write(join(source, 'a'), Buffer.from('#!/bin/sh'));
    diskFiles.write(join(source, 'b'), Buffer.alloc(700_000, 'b'));
    const about = { ...manifestOf({}), start: ['bin/a', '--x'], mayDowngrade: false, trustKeys: [], retireKeys: [] };
    const sources = [
      { path: `data/${'long-'.repeat(30)}/b`, from: join(source, 'b'), isExecutable: false },
      { path: 'bin/a', from: join(source, 'a'), isExecutable: true },
    ];
    await packFiles({ files: diskFiles, sources, about, to: join(folder, 'plain.gz') });
    await signArchive(diskFiles, join(folder, 'plain.gz'), join(folder, 'made.tgz'), keys.secret, new Date(0));
    const archive = await verifySigned(diskFiles, join(folder, 'made.tgz'), [keys.key]);
    const to = join(folder, 'slot');
    await unpack({ files: diskFiles, blocks: archive.blocks(), folder: to, accept: () => undefined, signal: never });
    expect(readText(to, 'bin/a')).toBe('#!/bin/sh');
    const { statSync } = await import('node:fs');
    expect([statSync(join(to, 'bin/a')).mode & 0o777, statSync(join(to, `data/${'long-'.repeat(30)}/b`)).size]).toEqual([
      0o700, 700_000,
    ]);
  });
});

describe('a signed package that is not as it should be', () => {
  it.each<[string, string, readonly Entry[]]>([
    ['a path that climbs out', 'update.entryPath', [manifest({ files }), { name: '../evil', content: 'x' }]],
    ['an absolute path', 'update.entryPath', [manifest({ files }), { name: '/etc/evil', content: 'x' }]],
    ['a path that climbs within its manifest', 'update.entryPath', [manifest({ files: [fileOf('a/../../b', 'x'), ...files] })]],
    ['a symbolic link', 'update.entryKind', [manifest({ files }), { name: 'main.js', type: 'symlink', linkname: '/etc/passwd' }]],
    ['a hard link', 'update.entryKind', [manifest({ files }), { name: 'main.js', type: 'link', linkname: '../../key' }]],
    ['a device', 'update.entryKind', [manifest({ files }), { name: 'main.js', type: 'character-device' }]],
    ['a folder of its own', 'update.entryKind', [manifest({ files }), { name: 'lib', type: 'directory' }]],
    ['a link in the manifest’s place', 'update.entryKind', [{ name: 'manifest.json', type: 'symlink', linkname: '/etc/passwd' }]],
    ['no manifest', 'update.manifest', [main]],
    ['nothing at all', 'update.manifest', []],
    ['a manifest that is no JSON', 'update.manifest', [{ name: 'manifest.json', content: '{' }]],
    ['a manifest of another format', 'update.manifest', [manifest({ format: 2, files })]],
    ['another product', 'update.manifest', [manifest({ product: 'kettle', files })]],
    ['a start that it does not hold', 'update.manifest', [manifest({ start: ['other'], files })]],
    ['one file twice in the manifest', 'update.manifest', [manifest({ files: [...files, fileOf('MAIN.js', 'x')] })]],
    [
      'a file that the manifest does not name',
      'update.entryWrong',
      [manifest({ files }), main, { name: 'more.js', content: 'x' }],
    ],
    ['a file twice', 'update.entryWrong', [manifest({ files }), main, main]],
    ['a file missing', 'update.entryWrong', [manifest({ files: [...files, fileOf('more.js', 'x')] }), main]],
    ['a file of another size', 'update.entryWrong', [manifest({ files }), { name: 'main.js', content: 'longer' }]],
    ['a file of other content', 'update.entryWrong', [manifest({ files }), { name: 'main.js', content: 'old' }]],
    ['another architecture', 'update.wrongArchitecture', [manifest({ files, arch: 'mips' }), main]],
    ['another platform', 'update.wrongArchitecture', [manifest({ files, platform: 'win32' }), main]],
    ['another channel', 'update.wrongChannel', [manifest({ files, channel: 'beta' }), main]],
    ['the same version', 'update.sameVersion', [manifest({ files, version: '1.0.0' }), main]],
    ['the same version with a v', 'update.sameVersion', [manifest({ files, version: 'v1.0.0' }), main]],
    ['an older version', 'update.olderVersion', [manifest({ files, version: '0.9.9' }), main]],
    ['a step that is too far', 'update.tooOld', [manifest({ files, minimumVersion: '1.0.1' }), main]],
    ['an older database', 'update.databaseNewer', [manifest({ files, databaseVersion: 4 }), main]],
  ])('%s: %s, and nothing is written outside its folder', async (_, code, entries) => {
    const result = await outcome(await package_(entries));
    expect(result.code).toBe(code);
    expect(result.names.filter((name) => !name.startsWith('/slot/'))).toEqual([]);
  });

  it('an older version is taken when the signed manifest says that it may replace a newer one', async () => {
    const entries = [manifest({ files, version: '0.9.9', mayDowngrade: true }), main];
    expect((await outcome(await package_(entries))).code).toBe('installed');
  });

  it('a bomb is stopped before it fills the disk', async () => {
    const tarHeader = await package_([manifest({ files })]);
    expect((await outcome(tarHeader)).code).toBe('update.entryWrong');
    // 40 MB of zeros behind a manifest of one small file, 40 kB packed.
    const file = join(folder, 'bomb.tgz');
    await writePackage(file, [manifest({ files }), { name: 'main.js', content: Buffer.alloc(40_000_000) }], keys.secret);
    const { code, names } = await outcome(file);
    expect(code).toBe('update.entryWrong');
    expect(names).toEqual(['/slot/manifest.json']);
    // Zeros behind the end of the tar file are no entry, and still no place to hide.
    await writeSigned(file, Buffer.concat([Buffer.alloc(1_024), Buffer.alloc(40_000_000)]), keys.secret);
    expect((await outcome(file)).code).toBe('update.bomb');
  });

  it('what is no tar file is refused', async () => {
    const file = join(folder, 'noise.tgz');
    await writeSigned(file, gzipSync(Buffer.alloc(5_000, 'noise')), keys.secret);
    expect((await outcome(file)).code).toBe('update.entryWrong');
  });

  it('a disk that fills up on the way is named', async () => {
    await writeGoodPackage(join(folder, 'large.tgz'), keys.secret, {}, { 'main.js': Buffer.alloc(2_000_000, 'x') });
    for (const free of [0, 500, 100_000, 1_900_000]) {
      expect((await outcome(join(folder, 'large.tgz'), free)).code).toBe('update.diskFull');
    }
    expect((await outcome(join(folder, 'large.tgz'), 2_100_000)).code).toBe('installed');
  });
});
