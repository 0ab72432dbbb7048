/** `npm run dev -- …`: the terminal from source: built again and started again at each change. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { childEnv, productNode, root } from './setup/paths.mjs';
import { main, say } from './setup/say.mjs';

const SETTLE_MS = 300;

await main(async () => {
  let child = null;
  let timer = null;
  const start = () => {
    child = spawn(productNode() ?? process.execPath, [join(root, 'scripts/start.mjs'), ...process.argv.slice(2)], {
      env: childEnv(),
      stdio: 'inherit',
    });
  };
  const restart = async () => {
    say('· changed: starting again');
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    start();
  };
  const onChange = () => {
    clearTimeout(timer);
    timer = setTimeout(() => void restart(), SETTLE_MS);
  };
  start();
  const watchers = ['src', 'renderer'].map((folder) => watch(join(root, folder), { recursive: true }, onChange));
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.on(signal, () => {
      clearTimeout(timer);
      watchers.forEach((watcher) => watcher.close());
      child.kill(signal);
    });
  }
});
