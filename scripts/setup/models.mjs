import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { productNode, root } from './paths.mjs';
import { run } from './run.mjs';
import { SetUpError, step } from './say.mjs';
import { contentOf, digestOfFile, filesUnder, readStamp, shapeOf, writeStamp } from './stamp.mjs';

/** Builds the networks from the installed packages, unless they are there as the last build left them. */
export async function ensureModels() {
  const stamp = readStamp('models');
  if (stamp !== null && stamp.made === made() && stamp.from === from()) return;
  if (!existsSync(join(root, 'scripts/models/build.ts'))) return;
  await step('models', build);
  writeStamp('models', { made: made(), from: from() });
}

const made = () => shapeOf(filesUnder(['models']));
const from = () => `${contentOf(filesUnder(['scripts/models']))} ${digestOfFile(join(root, 'package-lock.json'))}`;

async function build() {
  const { code, output } = await run(productNode(), ['scripts/models/build.ts'], { quiet: true });
  if (code !== 0) throw new SetUpError(`The models could not be built:\n${output.trim()}\nTry: npm run models -- --force`);
}
