import { globSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { LATEST_VERSION } from '../../../src/store/migrations/migrate.ts';
import { packFiles, type Source } from '../../../src/update/package/pack.ts';
import { signArchive } from '../../../src/update/package/sign-archive.ts';
import type { SecretKey } from '../../../src/update/package/signify-key.ts';
import { root } from './terminal-process.ts';

/** How the built program is started on the stand-in, from wherever it lies. */
const start = ['node', '--import', './test/electron/register.ts', 'out/main/main.js'];
/** The built program with the stand-in, which runs from source; its packages come from `linkModules`. */
const parts = ['out/{main,preload,renderer}/**', 'models/**', 'proto/**', 'src/**/*.ts', 'test/electron/*.ts'];

/** Packs this very checkout as another version, with what a test wants to be otherwise in it. */
export async function packStandIn(
  folder: string,
  version: string,
  secret: SecretKey,
  changes: Readonly<Record<string, string>> = {},
): Promise<string> {
  const source = join(folder, `source-${version}`);
  mkdirSync(source, { recursive: true });
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const own: Readonly<Record<string, string>> = { 'package.json': JSON.stringify({ ...manifest, version }), ...changes };
  const written = Object.entries(own).map(([path, text], at): Source => {
    const from = join(source, String(at));
    writeFileSync(from, text);
    return { path, from, isExecutable: false };
  });
  const copied = globSync(parts, { cwd: root, exclude: (path) => path.endsWith('.map') })
    .filter((path) => statSync(join(root, path)).isFile() && own[path] === undefined && !path.endsWith('.map'))
    .map((path): Source => ({ path, from: join(root, path), isExecutable: false }));
  const about = {
    version,
    channel: 'stable',
    minimumVersion: '0.0.1',
    platform: process.platform,
    arch: process.arch,
    databaseVersion: LATEST_VERSION,
    mayDowngrade: false,
    trustKeys: [],
    retireKeys: [],
    start,
  };
  const plain = join(folder, `${version}.gz`);
  await packFiles({ files: diskFiles, sources: [...written, ...copied], about, to: plain, level: 1 });
  const file = join(folder, `${version}.tgz`);
  await signArchive(diskFiles, plain, file, secret, new Date());
  return file;
}

/** The checkout as the installed program. */
export function standInBase(folder: string): string {
  const base = join(folder, 'base');
  mkdirSync(base);
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const installed = ['node', '--import', join(root, 'test/electron/register.ts'), join(root, 'out/main/main.js')];
  writeFileSync(join(base, 'manifest.json'), JSON.stringify({ version, start: installed }));
  return base;
}

/** Slots find their packages above them. */
export function linkModules(dataDir: string): void {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  symlinkSync(join(root, 'node_modules'), join(dataDir, 'node_modules'));
}
