import { expect, it } from 'vitest';
import { silentLog } from '../../../src/shared/log.ts';
import { knownTime } from '../../../src/terminal/known-time.ts';
import { fixedNow, openedStore, punch, temporaryFolder, worker } from '../store/fixture.ts';

const known = (store: Parameters<typeof knownTime>[0]): number => knownTime(store, silentLog).knownMs;

it('the time is at least that of the newest punch, used code and audit entry', () => {
  const store = openedStore(temporaryFolder());
  expect(known(store)).toBe(0);
  store.audit.add({ atMs: fixedNow, actor: 'admin', action: 'gate.normal', subject: null });
  expect(known(store)).toBe(fixedNow);
  store.usedCodes.use('n', fixedNow + 60_000);
  store.people.put(worker('w1'), { replace: false });
  store.recordPunch(punch({ workerId: 'w1', atMs: fixedNow + 5_000 }));
  expect(known(store)).toBe(fixedNow + 5_000);
});

it('punches that were made while the clock was in doubt say nothing', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1'), { replace: false });
  store.recordPunch(punch({ workerId: 'w1', atMs: fixedNow + 9_000, isClockDoubtful: true }));
  store.recordPunch(punch({ workerId: 'w1', atMs: fixedNow }));
  expect(known(store)).toBe(fixedNow);
});

it('what a clock wrote that ran ahead is not believed after it was set back, also after a restart', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  store.audit.add({ atMs: fixedNow + 1e9, actor: 'admin', action: 'gate.normal', subject: null });
  knownTime(store, silentLog).onSetBack(fixedNow + 1e9);
  store.close();
  const next = openedStore(dir);
  expect(known(next)).toBe(0);
  next.audit.add({ atMs: fixedNow + 2e9, actor: 'admin', action: 'gate.normal', subject: null });
  expect(known(next)).toBe(fixedNow + 2e9);
});
