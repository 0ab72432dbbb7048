import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { codeThrownBy, temporaryFolder } from './fixture.ts';

const punch = { workerId: 'w', atMs: 1, direction: 'in', score: 1, threshold: 0, picture: null, isClockDoubtful: false } as const;
const open = (dir: string) => openStore({ dir, log: silentLog, clock: { now: () => 1, monotonic: () => 1 }, leastFreeMb: 1 });

it.each<[string, (file: string) => void]>([
  ['removed', (file) => rmSync(file)],
  ['moved away', (file) => renameSync(file, `${file}.away`)],
])('nothing is recorded into a database that was %s while the terminal ran', (_, takeAway) => {
  const dir = temporaryFolder();
  const store = open(dir);
  store.recordPunch(punch);
  takeAway(join(dir, 'terminal.db'));
  expect(codeThrownBy(() => store.recordPunch(punch))).toBe('store.failed');
  store.close();
});
