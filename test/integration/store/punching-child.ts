import { writeSync } from 'node:fs';
import { silentLog } from '../../../src/shared/log.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { acquireInstanceLock } from '../../../src/store/instance-lock.ts';
import { openStore } from '../../../src/store/store.ts';

/** Punches until it is killed; writes the id of each punch to standard output once the store says that it is recorded. */
const [dir = ''] = process.argv.slice(2);
acquireInstanceLock(dir);
const store = openStore({ dir, clock: systemClock, log: silentLog, platform: 'zhejiang', leastFreeMb: 1 });
const picture = Buffer.alloc(45_000, 'picture');
for (let n = 0; ; n += 1) {
  const { punchId, openingId } = store.recordPunch({
    workerId: `w${n % 7}`,
    atMs: systemClock.now(),
    direction: 'in',
    score: 0.7,
    threshold: 0.6,
    picture,
    isClockDoubtful: false,
  });
  writeSync(1, `${punchId}\n`);
  if (n % 2 === 0) store.markOpening(openingId, 'opened');
}
