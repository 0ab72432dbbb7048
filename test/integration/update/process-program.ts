/**
 * A terminal's updater and store as a process of its own, without camera and screen: what a slot starts in the walk of real
 * kills. `process-program.ts old|BEHAVIOUR --data DIR PACKAGE KEY NOTES`.
 */
import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { launchedBy, watchLauncher } from '../../../src/terminal/launched.ts';
import { runNew, runOld, type Behaviour } from './walk-program.ts';

const { values, positionals } = parseArgs({ options: { data: { type: 'string' } }, allowPositionals: true });
const [role = '', packageFile = '', keyFile = '', notes = ''] = positionals;
const launched = launchedBy(process.env);
const stopping = new AbortController();
process.on('SIGTERM', () => stopping.abort());
watchLauncher(launched, () => process.exit(1), stopping.signal);

const program = {
  files: diskFiles,
  dataDir: values.data ?? '',
  packageFile,
  keyFile,
  slot: launched.slot,
  launcherPid: launched.launcherPid ?? -1,
  signal: stopping.signal,
  // What another process reads: a SIGKILL takes nothing from a file that was written to.
  punched: (atMs: number) => appendFileSync(join(notes, 'punches'), `${String(atMs)}\n`),
  isDead: () => false,
};
const end = await (role === 'old' ? runOld(program) : runNew(program, role as Behaviour));
if ('settled' in end) writeFileSync(join(notes, 'settled.json'), JSON.stringify(end));
process.exit('exit' in end ? (end.exit ?? 1) : 0);
