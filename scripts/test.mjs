/** `npm test [-- FILTER …]`: sets up what is missing, then runs all tests: unit, integration, end to end. */
import { prepare } from './setup/prepare.mjs';
import { main } from './setup/say.mjs';
import { conclude, runSuite } from './setup/suites.mjs';
import { packagesToTest } from './setup/system-packages.mjs';

const filters = process.argv.slice(2);

await main(async () => {
  await prepare(packagesToTest);
  conclude([
    await runSuite('unit and integration', 'vitest.config.ts', filters),
    await runSuite('end to end', 'vitest.e2e.config.ts', filters),
  ]);
});
