/** `npm run check`: all that CI runs. `--without-tests` leaves out what `npm test` runs. */
import { prepare } from './setup/prepare.mjs';
import { main } from './setup/say.mjs';
import { conclude, runStep, runSuite } from './setup/suites.mjs';
import { packagesToTest } from './setup/system-packages.mjs';

await main(async () => {
  await prepare(packagesToTest);
  // The linter takes as long as all the others together: it has the other core.
  const [lint, others] = await Promise.all([
    runStep('lint', 'node_modules/eslint/bin/eslint.js', ['--max-warnings', '0', '.']),
    oneAfterAnother(),
  ]);
  const tallies = [...others, lint];
  if (!process.argv.includes('--without-tests')) {
    tallies.push(
      await runSuite('unit and integration', 'vitest.config.ts'),
      await runSuite('end to end', 'vitest.e2e.config.ts'),
    );
  }
  conclude(tallies);
});

async function oneAfterAnother() {
  return [
    await runStep('format', 'node_modules/prettier/bin/prettier.cjs', ['--check', '.']),
    await runStep('typecheck', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', '.']),
    await runStep('typecheck of the page', 'node_modules/typescript/bin/tsc', ['--noEmit', '-p', 'tsconfig.renderer.json']),
    await runStep('models', 'scripts/models/build.ts', ['--check']),
  ];
}
