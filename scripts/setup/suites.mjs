import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { cacheDir, modulesDir, productNode, root } from './paths.mjs';
import { run } from './run.mjs';
import { say } from './say.mjs';

/**
 * @typedef {{test: string, message: string}} Failure
 * @typedef {{name: string, passed: number, failed: number, skipped: number, failures: Failure[]}} Tally
 */

/** Runs one vitest configuration. A run that leaves no report counts as one failure. */
export async function runSuite(name, config, filters = []) {
  const report = join(cacheDir, `report-${name.replaceAll(' ', '-')}.json`);
  mkdirSync(cacheDir, { recursive: true });
  rmSync(report, { force: true });
  say(`\n· tests: ${name}`);
  const args = [
    'run',
    '--config',
    config,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    '--passWithNoTests',
    ...filters,
  ];
  const { code } = await run(productNode(), [vitest(), ...args]);
  if (!existsSync(report))
    return { name, passed: 0, failed: 1, skipped: 0, failures: [{ test: name, message: `it left no report, ${above}` }] };
  const { testResults, numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites } = JSON.parse(
    readFileSync(report, 'utf8'),
  );
  // A file that cannot be loaded has no failed test in it, and an error outside tests has neither.
  const failed = Math.max(numFailedTests, numFailedTestSuites > 0 ? 1 : 0, code === 0 ? 0 : 1);
  const named = failuresOf(testResults);
  const failures = failed > 0 && named.length === 0 ? [{ test: name, message: `an error outside its tests, ${above}` }] : named;
  return { name, passed: numPassedTests, failed, skipped: numPendingTests, failures };
}

/** The report does not tell it. */
const above = 'see the output above';

/** What failed of a report in the form of Jest: a test, or a file that could not be loaded or of which only a hook failed. */
function failuresOf(files) {
  return files.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name);
    const tests = assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName, failureMessages }) => ({ test: `${file} > ${fullName}`, message: failureMessages.join('\n') }));
    return tests.length > 0 || status !== 'failed' ? tests : [{ test: file, message: message || `a hook, ${above}` }];
  });
}

const vitest = () => join(modulesDir, 'vitest', 'vitest.mjs');

/** Runs one step of `npm run check`, a script for the product's Node; it counts as one test. */
export async function runStep(name, script, args) {
  say(`\n· ${name}`);
  const startedAt = performance.now();
  const { code } = await run(productNode(), [script, ...args]);
  say(`  ${name}: ${code === 0 ? 'ok' : 'FAILED'} in ${Math.round((performance.now() - startedAt) / 1000)} s`);
  return { name, passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, failures: [] };
}

/**
 * Says what each suite came to, and once more what failed: of a long run often only the end is kept. The last line on
 * standard output is `N passed, N failed`.
 */
export function conclude(tallies) {
  say('');
  for (const { name, passed, failed, skipped, failures } of tallies) {
    say(`${failed === 0 ? '✓' : '✗'} ${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`);
    for (const { test, message } of failures) say(`  ✗ ${test}\n${firstLines(message)}`);
  }
  const sum = (key) => tallies.reduce((total, tally) => total + tally[key], 0);
  process.stdout.write(`${sum('passed')} passed, ${sum('failed')} failed\n`);
  if (sum('failed') > 0 || sum('passed') === 0) process.exitCode = 1;
}

const firstLines = (text) =>
  text
    .split('\n')
    .filter((line) => !/node_modules|^ *at new Promise/.test(line))
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join('\n');
