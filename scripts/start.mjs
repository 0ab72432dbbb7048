/** `npm start -- [--config FILE] [--data DIR] [--headless]`: sets up what is missing, then runs the terminal. */
import { existsSync } from 'node:fs';
import { chooseShell, rememberFailedStart } from './setup/electron.mjs';
import { runInElectron, runInStandIn } from './setup/launch.mjs';
import { prepare } from './setup/prepare.mjs';
import { main, say, SetUpError } from './setup/say.mjs';
import { packagesToRun } from './setup/system-packages.mjs';

const args = process.argv.slice(2);

await main(async () => {
  if (args.includes('--help')) {
    process.stdout.write('Usage: npm start -- [--config FILE] [--data DIR] [--headless]\n');
    return;
  }
  await prepare(packagesToRun);
  let shell = await chooseShell(args);
  if (shell.binary !== undefined) {
    say('· Electron');
    const outcome = await runInElectron(shell.binary, args);
    if (outcome.failed === undefined) {
      process.exitCode = outcome.code;
      return;
    }
    rememberFailedStart(shell.binary, outcome.failed);
    shell = { why: `Electron did not start: ${outcome.failed}` };
  }
  const chromium = process.env.TERMINAL_CHROMIUM ?? '/usr/bin/chromium';
  if (!existsSync(chromium)) throw new SetUpError(`Nothing can show the screen: ${shell.why}, and there is no ${chromium}.`);
  say(`· Chromium in place of Electron: ${shell.why}`);
  process.exitCode = await runInStandIn(args);
});
