/**
 * `node scripts/package-update.ts DIR OUT [--sign KEYFILE] [--channel NAME] [--from VERSION] [--downgrade] [--trust PUBFILE]
 * [--retire NUMBER]`: makes DIR (what electron-builder's `dir` target left) a whole installation with manifest and launcher,
 * and one update package of it.
 */
import { copyFileSync, globSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { diskFiles } from '../src/launcher/disk-files.ts';
import { LATEST_VERSION } from '../src/store/migrations/migrate.ts';
import { packFiles } from '../src/update/package/pack.ts';
import { signArchive } from '../src/update/package/sign-archive.ts';
import { readPublicKey, readSecretKey } from '../src/update/package/signify-key.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    sign: { type: 'string' },
    channel: { type: 'string', default: 'stable' },
    from: { type: 'string', default: '0.0.1' },
    arch: { type: 'string', default: process.arch },
    downgrade: { type: 'boolean', default: false },
    trust: { type: 'string', multiple: true, default: [] },
    retire: { type: 'string', multiple: true, default: [] },
  },
});
const [dir = '', out = ''] = positionals.map((path) => resolve(path));
const root = resolve(import.meta.dirname, '..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const start = ['site-gate-terminal'];

// A slot is started by the launcher of the installed program: it needs none of its own.
const names = globSync('**/*', { cwd: dir }).filter((path) => path !== 'manifest.json' && !path.startsWith('launcher'));
const links = names.filter((path) => lstatSync(join(dir, path)).isSymbolicLink());
if (links.length > 0) throw new Error(`no link may be in a package: ${links.join(', ')}`);
const sources = names
  .filter((path) => statSync(join(dir, path)).isFile())
  .map((path) => ({ path, from: join(dir, path), isExecutable: (statSync(join(dir, path)).mode & 0o100) !== 0 }));

mkdirSync(join(dir, 'launcher'), { recursive: true });
copyFileSync(join(root, 'out', 'launcher', 'launcher.mjs'), join(dir, 'launcher', 'launcher.mjs'));
writeFileSync(join(dir, 'manifest.json'), JSON.stringify({ version, start }));

if (values.sign !== undefined) {
  mkdirSync(out, { recursive: true });
  const name = `site-gate-terminal-${version}-linux-${values.arch}`;
  const plain = join(out, `${name}.gz`);
  const about = {
    version,
    channel: values.channel,
    minimumVersion: values.from,
    platform: 'linux',
    arch: values.arch,
    databaseVersion: LATEST_VERSION,
    mayDowngrade: values.downgrade,
    trustKeys: values.trust.map((file) => readPublicKey(readFileSync(file, 'utf8')).base64),
    retireKeys: values.retire,
    start,
  };
  const secret = readSecretKey(readFileSync(values.sign, 'utf8'));
  await packFiles({ files: diskFiles, sources, about, to: plain });
  await signArchive(diskFiles, plain, join(out, `${name}.tgz`), secret, new Date());
  rmSync(plain);
  process.stdout.write(`${join(out, `${name}.tgz`)}\n`);
}
