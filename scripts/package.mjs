/**
 * `npm run package [-- --sign KEYFILE] [ELECTRON-BUILDER OPTIONS]`: models, build, electron-builder (`--dir` unless told
 * otherwise), then a deb with its systemd unit and, with a key of `signify -G -n`, one signed update package.
 * Fails before it packs when a model of the manifest or an addon is missing.
 *
 * It needs Electron's binary: downloaded by electron-builder (ELECTRON_MIRROR), or a folder given by
 * ELECTRON_OVERRIDE_DIST_PATH.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packDeb } from './package-deb.mjs';
import { modulesDir, productNode, root } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/run.mjs';
import { main, say, SetUpError } from './setup/say.mjs';
import { digestOfFile } from './setup/stamp.mjs';

/** Packages whose native part has to be in the package, for this machine's kind. */
const addons = ['better-sqlite3', '@serialport/bindings-cpp', 'onnxruntime-node', '@img/sharp-linux-*'];

await main(async () => {
  const { own, given } = splitArguments(process.argv.slice(2));
  checkKeys(own);
  await prepare([]);
  checkModels();
  checkAddons();
  await buildOwnAddon();
  const dist = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const args = [
    ...(given.length > 0 ? given : ['--linux', 'dir']),
    '--publish',
    'never',
    ...(dist ? [`-c.electronDist=${dist}`] : []),
  ];
  const { code } = await run(productNode(), [join(modulesDir, 'electron-builder', 'cli.js'), ...args]);
  if (code !== 0) {
    throw new SetUpError(
      'electron-builder failed, see above. Without Electron’s binary (no download, no ELECTRON_MIRROR, no ELECTRON_OVERRIDE_DIST_PATH) it cannot pack.',
    );
  }
  const folders = { x64: 'linux-unpacked', arm64: 'linux-arm64-unpacked' };
  for (const [arch, folder] of Object.entries(folders)) {
    const dir = join(root, 'dist', folder);
    if (!existsSync(dir)) continue;
    const update = ['scripts/package-update.ts', dir, join(root, 'dist'), '--arch', arch, ...own];
    if ((await run(productNode(), update)).code !== 0) throw new SetUpError('The update package could not be made, see above.');
    say(`packed: ${packDeb(dir, join(root, 'dist'), arch)}`);
  }
  say('packed: dist/');
});

/** What package-update.ts takes, and what electron-builder takes. */
function splitArguments(args) {
  const own = [];
  const given = [];
  for (let at = 0; at < args.length; at++) {
    if (args[at] === '--downgrade') own.push(args[at]);
    else if (['--sign', '--channel', '--from', '--trust', '--retire'].includes(args[at])) own.push(args[at], args[++at] ?? '');
    else given.push(args[at]);
  }
  return { own, given };
}

/** Packing takes minutes: a mistyped key is named before. */
function checkKeys(own) {
  const missing = own.find((file, at) => ['--sign', '--trust'].includes(own[at - 1]) && !existsSync(file));
  if (missing !== undefined) throw new SetUpError(`The key "${missing}" is not there.`);
}

/** The addon for GPIO and Wiegand, for both kinds of machine where there are compilers; a package without it is whole but for those two drivers. */
async function buildOwnAddon() {
  for (const arch of process.arch === 'x64' ? ['x64', 'arm64'] : [process.arch]) {
    const { code, output } = await run(productNode(), [join(root, 'scripts', 'native.mjs'), '--arch', arch], { quiet: true });
    if (code !== 0) say(`! The package for ${arch} will not drive GPIO or Wiegand: ${output.trim().split('\n').at(-1) ?? ''}`);
  }
}

function checkModels() {
  const manifest = JSON.parse(readFileSync(join(root, 'models', 'manifest.json'), 'utf8'));
  for (const { file, sha256 } of [...manifest.networks, ...manifest.files]) {
    if (digestOfFile(join(root, 'models', file)) !== sha256)
      throw new SetUpError(`models/${file} is not the one of the manifest: npm run models`);
  }
}

function checkAddons() {
  for (const name of addons) {
    if (globSync(`${name}/**/*.node`, { cwd: modulesDir }).length === 0)
      throw new SetUpError(`The addon of ${name} is missing: npm ci`);
  }
}
