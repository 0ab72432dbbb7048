import { beforeEach, describe, expect, it } from 'vitest';
import { Config } from '../../../src/config/schema.ts';
import { adminLivenessCalls } from '../../../src/terminal/admin-liveness.ts';
import { Calibration } from '../../../src/terminal/calibration.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixedClock, fixedNow, openedStore, temporaryFolder, worker } from '../store/fixture.ts';

let store: Store;
beforeEach(() => {
  store = openedStore(temporaryFolder());
});

const calls = (require: (session: string) => void = () => undefined) => {
  const { meta, audit } = store;
  const { cameras } = Config.parse({});
  const calibration = new Calibration({ meta, audit, cameras, baselineMm: 40, clock: fixedClock });
  return adminLivenessCalls(() => ({ store, calibration: () => calibration }), require);
};
const refuse = (reason: 'attack' | 'undecided' | 'unknown', detail: string | null = null, workerId: string | null = null): void =>
  store.recordRefusal({ reason, atMs: fixedNow, workerId, score: null, detail, picture: Buffer.from(reason) });

describe('refused attempts', () => {
  it('come in pages of twenty, narrowed to what was asked for', async () => {
    for (let n = 0; n < 45; n += 1) refuse(n % 2 === 0 ? 'attack' : 'unknown');
    const first = await calls()['admin.refusals']({ session: 's', beforeId: null, filter: 'attack' });
    expect([first.entries.length, first.isLast]).toEqual([20, false]);
    const rest = await calls()['admin.refusals']({ session: 's', beforeId: first.entries.at(-1)?.id ?? 0, filter: 'attack' });
    expect([rest.entries.length, rest.isLast]).toEqual([3, true]);
    expect([...first.entries, ...rest.entries].every(({ reason }) => reason === 'attack')).toBe(true);
    const all = await calls()['admin.refusals']({ session: 's', beforeId: 5, filter: 'all' });
    expect(all.entries.map(({ id }) => id)).toEqual([4, 3, 2, 1]);
  });

  it('name the worker whose face was shown, and nobody once he was removed', async () => {
    store.people.put(worker('w1'), { replace: false });
    refuse('attack', null, 'w1');
    const shown = async () => (await calls()['admin.refusals']({ session: 's', beforeId: null, filter: 'attack' })).entries[0];
    expect(await shown()).toMatchObject({ workerId: 'w1', workerName: '单雄信' });
    store.people.remove('w1');
    expect(await shown()).toMatchObject({ workerId: 'w1', workerName: null });
  });

  it('say at which lane they were', async () => {
    refuse('attack');
    store.recordRefusal({ reason: 'attack', atMs: fixedNow, workerId: null, score: null, detail: null, picture: null, lane: 2 });
    const { entries } = await calls()['admin.refusals']({ session: 's', beforeId: null, filter: 'all' });
    expect(entries.map(({ lane }) => lane)).toEqual([2, 1]);
  });

  it('have their picture one by one', async () => {
    refuse('attack');
    const { jpeg } = await calls()['admin.refusalPicture']({ session: 's', id: 1 });
    expect(Buffer.from(jpeg ?? []).toString()).toBe('attack');
    expect(await calls()['admin.refusalPicture']({ session: 's', id: 99 })).toEqual({ jpeg: null });
  });
});

it('nothing is answered without a session', async () => {
  const closed = calls(() => {
    throw new Error('no session');
  });
  for (const ask of [
    () => closed['admin.calibration']({ session: '' }),
    () => closed['admin.calibrate']({ session: '', act: 'reset' }),
    () => closed['admin.refusals']({ session: '', beforeId: null, filter: 'all' }),
    () => closed['admin.refusalPicture']({ session: '', id: 1 }),
  ])
    await expect(ask()).rejects.toThrow('no session');
});
