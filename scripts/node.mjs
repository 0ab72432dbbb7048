/** `node scripts/node.mjs FILE.ts …`: sets up what is missing, then runs a tool of this checkout on the product's Node. */
import { become } from './setup/launch.mjs';
import { productNode } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { main } from './setup/say.mjs';
import { packagesToTest } from './setup/system-packages.mjs';

await main(async () => {
  await prepare(packagesToTest);
  process.exitCode = await become(productNode(), process.argv.slice(2));
});
