import { describe, expect, it } from 'vitest';
import type { PersonFilter } from '../../../src/shared/people-view.ts';
import type { PunchFilter } from '../../../src/shared/punch-view.ts';
import { nameKeyOf } from '../../../src/speech/name-key.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixedNow, openedStore, punch, temporaryFolder, withDatabase, worker } from './fixture.ts';

const site = (): Store => {
  const store = openedStore(temporaryFolder(), { nameKeyOf, platform: 'zhejiang' });
  const put = (id: string, name: string, changes: Parameters<typeof worker>[1] = {}): void =>
    store.people.put(worker(id, { name, ...changes }), { replace: false });
  put('4508004291', '单雄信');
  put('4508004292', '单小欣', { photographs: [] });
  put('4508004293', '王伟', { barredReason: '培训未完成' });
  put('N7', '吕布', { lookalikes: [{ workerId: '4508004293', score: 0.8 }] });
  return store;
};
const names = (store: Store, query: string, filter: PersonFilter = 'all'): string[] =>
  store.peopleSearch.find({ query, filter, after: null, limit: 10 }).people.map(({ name }) => name);

describe('people', () => {
  it.each([
    ['s', ['单小欣', '单雄信']],
    ['SXX', ['单小欣', '单雄信']],
    ['shan xiong', ['单雄信']],
    ['雄', ['单雄信']],
    ['4293', ['王伟']],
    ['n7', ['吕布']],
    ['lvb', ['吕布']],
    ['w%', []],
    ["w' OR 1=1 --", []],
    ['', ['吕布', '单小欣', '单雄信', '王伟']],
  ])('are found by %j', (query, found) => {
    expect(names(site(), query)).toEqual(found);
  });

  it.each([
    ['noTemplate', ['单小欣']],
    ['lookalike', ['吕布', '王伟']],
    ['barred', ['王伟']],
    ['flagged', []],
  ] as const)('are narrowed to %s', (filter, found) => {
    expect(names(site(), '', filter)).toEqual(found);
  });

  it('come page by page, nobody twice and nobody left out, also when two have one name', () => {
    const store = openedStore(temporaryFolder(), { nameKeyOf });
    for (let n = 0; n < 23; n++)
      store.people.put(worker(`w${String(n)}`, { name: n % 2 ? '单雄信' : '王伟' }), { replace: false });
    const seen: string[] = [];
    let after = null;
    do {
      const page = store.peopleSearch.find({ query: '', filter: 'all', after, limit: 4 });
      seen.push(...page.people.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toHaveLength(23);
    expect(new Set(seen).size).toBe(23);
  });

  it('of another platform are not found', () => {
    const store = openedStore(temporaryFolder(), { nameKeyOf, platform: 'zhejiang' });
    store.people.put(worker('w1', { origin: 'sichuan' }), { replace: false });
    expect(names(store, '')).toEqual([]);
  });

  it('who were stored by an older version are found after the next start', () => {
    const dir = temporaryFolder();
    const before = openedStore(dir, { nameKeyOf });
    before.people.put(worker('w1'), { replace: false });
    withDatabase(dir, (database) => database.exec('UPDATE people SET name_sound = NULL, name_initials = NULL'));
    before.close();
    const after = openedStore(dir, { nameKeyOf });
    expect(names(after, 'sxx')).toEqual(['单雄信']);
    before.close = () => undefined;
  });

  it('keep why their last photograph was not used until one is', () => {
    const store = site();
    const refusalOf = (): string | null | undefined => store.peopleSearch.get('4508004292')?.photoRefusal;
    store.people.notePhotoRefusal('4508004292', 'photo.noFace');
    expect(refusalOf()).toBe('photo.noFace');
    store.people.put(worker('4508004292'), { replace: true });
    expect(refusalOf()).toBeNull();
  });
});

describe('punches', () => {
  const DAY_MS = 86_400_000;
  const withPunches = (): Store => {
    const store = site();
    const record = (workerId: string, atMs: number): number => store.recordPunch(punch({ workerId, atMs })).punchId;
    record('4508004291', fixedNow - 2 * DAY_MS);
    store.outbox.taken([record('4508004293', fixedNow - DAY_MS)]);
    const { punchId, openingId } = store.recordPunch(punch({ workerId: '4508004291', atMs: fixedNow }));
    store.markOpening(openingId, 'notAnswering');
    store.outbox.setAside(punchId, '402_06');
    record('gone99', fixedNow + 1);
    return store;
  };
  const ids = (store: Store, changes: Partial<Parameters<Store['punchSearch']['find']>[0]>): number[] =>
    store.punchSearch
      .find({ query: '', between: null, workerId: null, filter: 'all', after: null, limit: 10, ...changes })
      .punches.map(({ id }) => id);

  it('are newest first, narrowed by day, person and name', () => {
    const store = withPunches();
    expect(ids(store, {})).toEqual([4, 3, 2, 1]);
    expect(ids(store, { between: { fromMs: fixedNow - DAY_MS, toMs: fixedNow } })).toEqual([2]);
    expect(ids(store, { workerId: '4508004291' })).toEqual([3, 1]);
    expect(ids(store, { query: 'sxx' })).toEqual([3, 1]);
    expect(ids(store, { query: 'gone' })).toEqual([4]);
  });

  it.each([
    ['waiting', [4, 1]],
    ['setAside', [3]],
    ['sent', [2]],
    ['notOpened', [3]],
  ] satisfies [PunchFilter, number[]][])('are narrowed to %s', (filter, found) => {
    const store = withPunches();
    expect(ids(store, { filter })).toEqual(found);
    expect(store.punchSearch.count({ query: '', between: null, workerId: null, filter })).toBe(found.length);
  });

  it('of one moment come each once, page by page', () => {
    const store = site();
    for (let n = 0; n < 7; n++) store.recordPunch(punch({ workerId: `w${String(n)}` }));
    const seen: number[] = [];
    let after = null;
    do {
      const page = store.punchSearch.find({ query: '', between: null, workerId: null, filter: 'all', after, limit: 2 });
      seen.push(...page.punches.map(({ id }) => id));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual([7, 6, 5, 4, 3, 2, 1]);
  });

  it('tell their whole story', () => {
    const store = withPunches();
    expect(store.punchSearch.story(3)).toMatchObject({
      name: '单雄信',
      score: 0.75,
      threshold: 0.6,
      opening: 'notAnswering',
      openings: [{ outcome: 'notAnswering', settledAtMs: fixedNow }],
      upload: 'setAside',
      owed: { platform: 'zhejiang', tries: 1, lastError: '402_06', updatedMs: fixedNow },
    });
    expect(store.punchSearch.story(4)).toMatchObject({ name: null, owed: { tries: 0, lastError: null } });
    expect(store.punchSearch.story(99)).toBeNull();
  });

  it('wait again one by one', () => {
    const store = withPunches();
    expect([store.outbox.retryOne(3), store.outbox.retryOne(3), store.outbox.retryOne(2)]).toEqual([1, 0, 0]);
    expect(ids(store, { filter: 'waiting' })).toEqual([4, 3, 1]);
  });
});

describe('who is on site', () => {
  it('is whoever came in last, and not who left since', () => {
    const store = site();
    const record = (workerId: string, direction: 'in' | 'out', atMs: number) =>
      store.recordPunch(punch({ workerId, direction, atMs }));
    record('4508004291', 'in', 1_000);
    record('4508004293', 'in', 2_000);
    expect(store.presence.hasExits(0)).toBe(false);
    record('4508004291', 'out', 3_000);
    record('N7', 'out', 4_000);
    record('N7', 'in', 5_000);
    expect(store.presence.onSite(0)).toEqual([
      { workerId: '4508004293', name: '王伟', atMs: 2_000 },
      { workerId: 'N7', name: '吕布', atMs: 5_000 },
    ]);
    expect(store.presence.onSite(2_001).map(({ workerId }) => workerId)).toEqual(['N7']);
    expect(store.presence.hasExits(0)).toBe(true);
    expect(store.presence.tally(0, 5_000)).toEqual({ punches: 4, workers: 3 });
  });
});

describe('what records take', () => {
  it('is measured by the pictures of the last days', () => {
    const store = site();
    store.recordPunch(punch({ atMs: fixedNow - 100_000, picture: new Uint8Array(50_000) }));
    store.recordPunch(punch({ atMs: fixedNow - 10, picture: new Uint8Array(10_000) }));
    const whole = store.use(200_000);
    expect(whole.measuredMs).toBe(100_000);
    expect(whole.recentBytes).toBeGreaterThan(60_000);
    expect(store.use(1_000).recentBytes).toBeLessThan(12_000);
    expect(whole.oldestPunchMs).toBe(fixedNow - 100_000);
  });
});
