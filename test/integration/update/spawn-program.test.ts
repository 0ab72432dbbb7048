import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import type { FilePort } from '../../../src/launcher/file-port.ts';
import { placesIn, RUNNING_FILE } from '../../../src/launcher/places.ts';
import { endOrphan, spawnProgram } from '../../../src/launcher/spawn-program.ts';
import { createLog, silentLog } from '../../../src/shared/log.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'spawn-'));
  mkdirSync(placesIn(dataDir).folder);
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const start = (script: string, files: FilePort = diskFiles, log = silentLog) =>
  spawnProgram({ slot: 'base', folder: dataDir, start: ['node', '-e', script, '--'] }, { dataDir, args: [], files, log });

it('starts the program on a full disk too, where it cannot be noted', async () => {
  const full: FilePort = {
    ...diskFiles,
    write: () => {
      throw Object.assign(new Error('no space left'), { code: 'ENOSPC' });
    },
  };
  const lines: string[] = [];
  const program = start(
    'process.exit(7)',
    full,
    createLog(
      (line) => lines.push(line),
      () => new Date(0),
    ),
  );
  expect(await program.ended).toBe(7);
  expect(lines.join('\n')).toMatch(/notNoted.*ENOSPC/u);
});

it('ends a noted program whose launcher is gone, by force when it does not end by itself', async () => {
  const [ready, asked] = ['ready', 'asked'].map((name) => join(dataDir, name));
  const write = (file: string | undefined): string => `fs.writeFileSync(${JSON.stringify(file)}, '')`;
  const program = start(`process.on('SIGTERM', () => ${write(asked)}); ${write(ready)}; setInterval(() => {}, 1000)`);
  await vi.waitFor(() => expect(existsSync(ready ?? '')).toBe(true), { timeout: 60_000 });
  // Time for the program to hear of it on a busy machine.
  await endOrphan(diskFiles, dataDir, silentLog, { patienceMs: 3_000 });
  expect(await program.ended).toBeNull();
  expect(existsSync(asked ?? '')).toBe(true);
});

it('ends no process that only has the number of the noted one', async () => {
  const program = start('setInterval(() => {}, 1000)');
  const noted = JSON.parse(readFileSync(join(placesIn(dataDir).folder, RUNNING_FILE), 'utf8')) as { pid: number; began: string };
  const other = { ...diskFiles, read: () => Buffer.from(JSON.stringify({ ...noted, began: '1' })) };
  const files: FilePort = { ...diskFiles, read: (path) => (path.endsWith(RUNNING_FILE) ? other.read() : diskFiles.read(path)) };
  await endOrphan(files, dataDir, silentLog);
  let hasEnded = false;
  void program.ended.then(() => (hasEnded = true));
  await pause(200);
  expect(hasEnded).toBe(false);
  program.stop();
  expect(await program.ended).toBeNull();
});
