/** `npm run terminal -- COMMAND …`: the command line of a running or stopped terminal. */
import { join } from 'node:path';
import { ensureBuild } from './setup/build.mjs';
import { become } from './setup/launch.mjs';
import { ensureModels } from './setup/models.mjs';
import { ensurePackages } from './setup/packages.mjs';
import { isNewEnough, outDir, productNode } from './setup/paths.mjs';
import { main } from './setup/say.mjs';

await main(async () => {
  await ensurePackages();
  await ensureModels();
  await ensureBuild();
  const program = join(outDir, 'main', 'cli.js');
  // Under npm this already is the product's Node: no second start of it.
  if (isNewEnough()) await import(program);
  else process.exitCode = await become(productNode(), [program, ...process.argv.slice(2)]);
});
