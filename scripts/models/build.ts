/**
 * Builds `models/`: ONNX networks, Human's own files, `manifest.json`. Does nothing when all files match the manifest.
 *   --force  build although they match (after a change of the converter)
 *   --check  write nothing; exit 1 when a build would change the manifest
 *   --out DIR  instead of `models/`
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual, parseArgs } from 'node:util';

import { type Manifest, readManifest, verifyModels } from '../../src/recognition/manifest.ts';
import { Fault } from '../../src/shared/fault.ts';
import { makeArtefacts, sourceOf } from './artefacts.ts';
import { catalogFiles, catalogNetworks } from './catalog.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const modulesDir = join(root, 'node_modules');

const usage = `usage: npm run models -- [--force] [--check] [--out DIR]
  --force  build although the files match the manifest
  --check  write nothing; exit 1 when a build would change the manifest
  --out    instead of models/`;

try {
  const { values } = parseArgs({
    options: {
      help: { type: 'boolean', default: false },
      force: { type: 'boolean', default: false },
      check: { type: 'boolean', default: false },
      out: { type: 'string', default: join(root, 'models') },
    },
  });
  if (values.help) console.log(usage);
  else process.exitCode = await run(values.out, values);
} catch (error) {
  console.error(`models: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}

async function run(modelsDir: string, { force, check }: { force: boolean; check: boolean }): Promise<number> {
  const existing = existsSync(join(modelsDir, 'manifest.json')) ? readManifest(modelsDir) : null;
  if (!check && !force && existing !== null && (await isComplete(modelsDir, existing))) {
    console.log('models: up to date');
    return 0;
  }
  const { manifest, contents } = makeArtefacts(modulesDir, existing);
  const isSame = existing !== null && isDeepStrictEqual(existing, manifest);
  if (check) {
    console.log(
      isSame ? 'models: manifest.json is up to date' : 'models: a build would change manifest.json; run `npm run models -- --force`',
    );
    return isSame ? 0 : 1;
  }
  for (const [file, bytes] of contents) replaceFile(join(modelsDir, file), bytes);
  if (!isSame) replaceFile(join(modelsDir, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  console.log(`models: ${contents.size} files built${isSame ? '' : ', manifest.json changed'}`);
  return 0;
}

/** Whether the manifest lists all that the catalogue makes, from the installed versions, and the files are those it lists. */
async function isComplete(modelsDir: string, manifest: Manifest): Promise<boolean> {
  const listed = new Map([...manifest.networks, ...manifest.files].map(({ file, source }) => [file, source]));
  for (const entry of [...catalogNetworks, ...catalogFiles]) {
    if (!isDeepStrictEqual(listed.get(entry.target), sourceOf(modulesDir, entry))) return false;
  }
  try {
    await verifyModels(modelsDir, manifest);
    return true;
  } catch (error) {
    if (error instanceof Fault) return false;
    throw error;
  }
}

/** Never leaves half a file behind: an interrupted build is seen as missing or as wrong. */
function replaceFile(path: string, contents: Uint8Array | string): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${process.pid}.new`;
  writeFileSync(unfinished, contents);
  renameSync(unfinished, path);
}
