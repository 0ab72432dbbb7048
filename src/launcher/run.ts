/**
 * The launcher as a program: `launcher.js --base DIR --data DIR [-- ARGUMENTS OF THE TERMINAL]`. It holds nothing but Node's own
 * modules, comes with the installed program, and no update ever touches it.
 */
import { parseArgs } from 'node:util';
import { resolve } from 'node:path';
import { systemClock } from '../shared/clock.ts';
import { createLog } from '../shared/log.ts';
import { diskFiles } from './disk-files.ts';
import { Launcher } from './launcher.ts';
import { endOrphan, spawnProgram } from './spawn-program.ts';
import { tellService } from './service.ts';
import { waitFor } from './wait-for.ts';

const log = createLog(
  (line) => process.stdout.write(`${line}\n`),
  () => new Date(systemClock.now()),
);
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

const { values, positionals } = parseArgs({
  options: { base: { type: 'string' }, data: { type: 'string' } },
  allowPositionals: true,
});
if (values.base === undefined || values.data === undefined) {
  process.stderr.write('Usage: launcher.js --base DIR --data DIR [-- ARGUMENTS]\n');
  process.exit(2);
}
const dataDir = resolve(values.data);
const launcher = new Launcher({
  files: diskFiles,
  dataDir,
  baseDir: resolve(values.base),
  startProgram: (order) => spawnProgram(order, { dataDir, args: positionals, files: diskFiles, log }),
  clock: systemClock,
  log,
  wait: waitFor,
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => launcher.stop());
process.on('SIGUSR2', () => launcher.look());
await endOrphan(diskFiles, dataDir, log);
tellService('READY=1');
process.exitCode = await launcher.run();
