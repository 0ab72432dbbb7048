import { expect, it } from 'vitest';
import { codeThrownBy, fixedNow, openedStore, punch, temporaryFolder, withDatabase, worker } from './fixture.ts';

const rowsOf = (dir: string, sql: string): unknown[] => withDatabase(dir, (database) => database.prepare(sql).all());

it('a punch is stored with its picture and an opening whose fate is open', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1'), { replace: false });
  const { punchId, openingId } = store.recordPunch(punch({ picture: Buffer.from('jpeg'), isClockDoubtful: true }));
  expect(store.punches.list({ limit: 10 })).toEqual([
    {
      id: punchId,
      workerId: 'w1',
      name: '单雄信',
      atMs: fixedNow,
      direction: 'in',
      lane: 1,
      kind: 1,
      score: 0.75,
      threshold: 0.6,
      isClockDoubtful: true,
      hasPicture: true,
      openings: [{ id: openingId, atMs: fixedNow, outcome: 'pending', settledAtMs: null, isTaken: null }],
      upload: 'none',
    },
  ]);
  expect(Buffer.from(store.punches.picture(punchId) ?? []).toString()).toBe('jpeg');
});

it('a punch or a refusal of the second lane says so', () => {
  const store = openedStore(temporaryFolder());
  const { punchId } = store.recordPunch({ ...punch(), lane: 2 });
  store.recordRefusal({ reason: 'unknown', atMs: 1, workerId: null, score: null, detail: null, picture: null, lane: 2 });
  expect(store.punches.list({ limit: 1 })[0]?.lane).toBe(2);
  expect(store.punchSearch.story(punchId)?.lane).toBe(2);
  expect(store.refusals.list({ limit: 1 })[0]?.lane).toBe(2);
});

it('a punch without a picture has none', () => {
  const store = openedStore(temporaryFolder());
  const { punchId } = store.recordPunch(punch());
  expect([store.punches.picture(punchId), store.punches.list({ limit: 1 })[0]?.hasPicture]).toEqual([null, false]);
});

it('a repeat is another opening of the same punch', () => {
  const store = openedStore(temporaryFolder());
  const first = store.recordPunch(punch());
  store.markOpening(first.openingId, 'opened');
  const again = store.recordRepeat(first.punchId, fixedNow + 5_000);
  store.markOpening(again.openingId, 'notAnswering');
  expect(store.punches.count()).toBe(1);
  expect(store.punches.list({ limit: 1 })[0]?.openings.map(({ id, atMs, outcome }) => [id, atMs, outcome])).toEqual([
    [first.openingId, fixedNow, 'opened'],
    [again.openingId, fixedNow + 5_000, 'notAnswering'],
  ]);
});

it('a repeat of a punch that is not there is refused', () => {
  const store = openedStore(temporaryFolder());
  expect(codeThrownBy(() => store.recordRepeat(99, fixedNow))).toBe('store.failed');
});

it('an opening is marked once', () => {
  const store = openedStore(temporaryFolder());
  const { openingId } = store.recordPunch(punch());
  store.markOpening(openingId, 'unknown');
  expect(codeThrownBy(() => store.markOpening(openingId, 'opened'))).toBe('store.failed');
});

it('openings that an earlier run left open become unknown, settled ones stay', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  const [first, second] = [store.recordPunch(punch()), store.recordPunch(punch())];
  store.markOpening(first.openingId, 'opened');
  expect([store.settlePending(), store.settlePending()]).toEqual([1, 0]);
  expect(rowsOf(dir, 'SELECT id, outcome FROM openings ORDER BY id')).toEqual([
    { id: first.openingId, outcome: 'opened' },
    { id: second.openingId, outcome: 'unknown' },
  ]);
});

it.each(['zhejiang', 'sichuan'] as const)('with the platform %s a punch waits in the outbox', (platform) => {
  const dir = temporaryFolder();
  const store = openedStore(dir, { platform });
  const { punchId } = store.recordPunch(punch());
  expect(rowsOf(dir, 'SELECT punch_id, platform, state, tries FROM outbox')).toEqual([
    { punch_id: punchId, platform, state: 'waiting', tries: 0 },
  ]);
  expect([store.counts().outboxWaiting, store.punches.list({ limit: 1 })[0]?.upload]).toEqual([1, 'waiting']);
});

it('a punch that cannot be put in the outbox is not recorded at all', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir, { platform: 'zhejiang' });
  withDatabase(dir, (database) =>
    database.exec(`CREATE TRIGGER broken BEFORE INSERT ON outbox BEGIN SELECT RAISE(ABORT, 'broken'); END`),
  );
  expect(codeThrownBy(() => store.recordPunch(punch({ picture: Buffer.of(1) })))).toBe('store.failed');
  expect(['punches', 'punch_pictures', 'openings', 'outbox'].map((table) => rowsOf(dir, `SELECT * FROM ${table}`))).toEqual([
    [],
    [],
    [],
    [],
  ]);
});

it('a database that another program keeps locked is a fault, and works again afterwards', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  withDatabase(dir, (other) => {
    other.exec('BEGIN IMMEDIATE');
    expect(codeThrownBy(() => store.recordPunch(punch()))).toBe('store.failed');
  });
  expect(store.recordPunch(punch()).punchId).toBe(1);
});

it('a refusal is stored with its picture', () => {
  const store = openedStore(temporaryFolder());
  store.recordRefusal({
    reason: 'poorView',
    atMs: 5,
    workerId: null,
    score: null,
    detail: 'tooDark',
    picture: Buffer.from('small'),
  });
  store.recordRefusal({ reason: 'barred', atMs: 6, workerId: 'w1', score: 0.7, detail: null, picture: null });
  expect(store.refusals.list({ limit: 10 })).toEqual([
    { id: 2, atMs: 6, reason: 'barred', lane: 1, workerId: 'w1', score: 0.7, detail: null, hasPicture: false },
    { id: 1, atMs: 5, reason: 'poorView', lane: 1, workerId: null, score: null, detail: 'tooDark', hasPicture: true },
  ]);
  expect([Buffer.from(store.refusals.picture(1) ?? []).toString(), store.refusals.picture(2)]).toEqual(['small', null]);
});

it('lists come newest first, or oldest first for a reader that follows on', () => {
  const store = openedStore(temporaryFolder());
  for (let n = 0; n < 5; n += 1) store.recordPunch(punch());
  const ids = (page: Parameters<typeof store.punches.list>[0]) => store.punches.list(page).map(({ id }) => id);
  expect(ids({ limit: 2 })).toEqual([5, 4]);
  expect(ids({ limit: 2, beforeId: 4 })).toEqual([3, 2]);
  expect(ids({ limit: 2, afterId: 2 })).toEqual([3, 4]);
  expect(ids({ limit: 9, afterId: 1, beforeId: 4 })).toEqual([3, 2]);
  expect(ids({ limit: 0 })).toEqual([]);
});

it('punches that bear on the repeat window are told after a restart', () => {
  const dir = temporaryFolder();
  openedStore(dir).recordPunch(punch({ workerId: 'old', atMs: 100 }));
  openedStore(dir).recordPunch(punch({ workerId: 'new', atMs: 200 }));
  expect(openedStore(dir).punches.recent(150)).toEqual([{ workerId: 'new', punchId: 2, atMs: 200, direction: 'in' }]);
});

it('nothing is recorded when less space is free than is asked for, and everything can still be read', () => {
  const dir = temporaryFolder();
  const roomy = openedStore(dir);
  const { punchId, openingId } = roomy.recordPunch(punch());
  const store = openedStore(dir, { leastFreeMb: 2 ** 40 });
  const refusal = { reason: 'unknown', atMs: 1, workerId: null, score: null, detail: null, picture: null } as const;
  expect([
    codeThrownBy(() => store.recordPunch(punch())),
    codeThrownBy(() => store.recordRepeat(punchId, 1)),
    codeThrownBy(() => store.recordRefusal(refusal)),
    codeThrownBy(() => store.people.put(worker('w1'), { replace: false })),
  ]).toEqual(['store.full', 'store.full', 'store.full', 'store.full']);
  store.markOpening(openingId, 'opened');
  expect(store.counts()).toMatchObject({ punches: 1, refusals: 0, workers: 0 });
  expect(store.freeMb()).toBeGreaterThan(0);
});
