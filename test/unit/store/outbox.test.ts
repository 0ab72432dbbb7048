import { describe, expect, it } from 'vitest';
import { openStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { temporaryFolder } from './fixture.ts';

const HOUR_MS = 3_600_000;

/** A store for a platform, and a clock in the test's hand. */
function platformStore(dir = temporaryFolder(), platform: 'zhejiang' | 'sichuan' = 'zhejiang') {
  const time = { nowMs: 1_700_000_000_000 };
  const store = openStore({
    dir,
    log: silentLog,
    clock: { now: () => time.nowMs, monotonic: () => time.nowMs },
    platform,
    leastFreeMb: 1,
  });
  return { store, time, dir };
}

const punch = (store: Store, workerId: string, atMs: number): number =>
  store.recordPunch({
    workerId,
    atMs,
    direction: 'in',
    score: 0.7,
    threshold: 0.6,
    picture: new Uint8Array([1, 2, 3]),
    isClockDoubtful: false,
  }).punchId;

const none: ReadonlySet<string> = new Set();
const ids = (store: Store, limit = 10, busyWorkers = none): number[] =>
  store.outbox.next(limit, busyWorkers).map(({ punchId }) => punchId);

describe('the outbox', () => {
  it('tells what a punch was made with, and nothing of one by face alone', () => {
    const { store, time } = platformStore();
    const made = { atMs: time.nowMs, direction: 'in', score: 0, threshold: 0, picture: null, isClockDoubtful: false } as const;
    const code = { type: 'health', value: 'V', colour: 'green', cityCode: '100000' } as const;
    store.recordPunch({ ...made, workerId: 'a', proof: { kinds: ['face', 'healthCode', 'idCard'], code } });
    store.recordPunch({ ...made, workerId: 'b', proof: { kinds: ['icCard'], code: null } });
    store.recordPunch({ ...made, workerId: 'c' });
    expect(store.outbox.next(3, none).map(({ details }) => details)).toEqual([
      { kinds: ['face', 'healthCode', 'idCard'], qrCode: code },
      { kinds: ['icCard'] },
      undefined,
    ]);
    expect(store.punches.list({ limit: 3 }).map(({ kind }) => kind)).toEqual([1, 2, 1]);
  });

  it('sends a new punch before other people’s backlog', () => {
    const { store, time } = platformStore();
    const old = [punch(store, 'a', time.nowMs - HOUR_MS), punch(store, 'b', time.nowMs - HOUR_MS)];
    const fresh = punch(store, 'c', time.nowMs);
    expect(ids(store)).toEqual([fresh, ...old]);
  });

  it('pulls a worker’s own older punches forward just before his new one', () => {
    const { store, time } = platformStore();
    const other = punch(store, 'a', time.nowMs - 2 * HOUR_MS);
    const own = punch(store, 'b', time.nowMs - HOUR_MS);
    const fresh = punch(store, 'b', time.nowMs);
    expect(ids(store)).toEqual([own, fresh, other]);
    expect(ids(store, 1)).toEqual([own]);
  });

  it('leaves out whoever has a punch on its way, and fills up from behind him', () => {
    const { store, time } = platformStore();
    const all = ['a', 'b', 'c', 'd', 'a'].map((worker) => punch(store, worker, time.nowMs - HOUR_MS));
    expect(ids(store, 2, new Set(['a', 'b']))).toEqual(all.slice(2, 4));
    punch(store, 'a', time.nowMs);
    expect(ids(store, 5, new Set(['a', 'b']))).toEqual(all.slice(2, 4));
  });

  it('keeps to the order of the backlog when the clock was set back', () => {
    const { store, time } = platformStore();
    const all = ['a', 'b', 'c'].map((worker) => punch(store, worker, time.nowMs + 24 * HOUR_MS));
    expect(ids(store)).toEqual(all);
  });

  it('keeps a punch through failures, counts them, and gives it back the same', () => {
    const { store, time } = platformStore();
    const id = punch(store, 'a', time.nowMs);
    const [first] = store.outbox.next(1, none);
    store.outbox.failed([id], 'platform.timeout');
    const [second] = store.outbox.next(1, none);
    expect(second).toEqual({ ...first, tries: 1 });
    expect([...(second?.picture ?? [])]).toEqual([1, 2, 3]);
  });

  it('forgets what was taken and shows what was set aside', () => {
    const { store, time } = platformStore();
    const [taken, aside] = [punch(store, 'a', time.nowMs), punch(store, 'b', time.nowMs)];
    store.outbox.taken([taken ?? 0]);
    store.outbox.setAside(aside ?? 0, '403_01');
    expect(ids(store)).toEqual([]);
    expect(store.outbox.waiting()).toBe(0);
    expect(store.punches.list({ limit: 2 }).map(({ upload }) => upload)).toEqual(['setAside', 'sent']);
  });

  it('sends what was set aside once more when it is told to', () => {
    const { store, time } = platformStore();
    const id = punch(store, 'a', time.nowMs);
    store.outbox.setAside(id, '403_01');
    expect(store.counts()).toMatchObject({ outboxWaiting: 0, outboxSetAside: 1 });
    expect(store.outbox.retry()).toBe(1);
    expect(ids(store)).toEqual([id]);
    expect(store.counts()).toMatchObject({ outboxWaiting: 1, outboxSetAside: 0 });
  });

  it('never gives one platform the punches owed to another', () => {
    const { store, time, dir } = platformStore();
    punch(store, 'a', time.nowMs);
    store.close();
    const { store: other } = platformStore(dir, 'sichuan');
    expect(ids(other)).toEqual([]);
    expect(other.outbox.waiting()).toBe(0);
  });
});

describe('tasks', () => {
  it('survive a restart as accepted, and are done again', () => {
    const { store, dir } = platformStore();
    store.tasks.accept('t1', '{"apicode":"T_SEND_PERSON"}');
    store.tasks.accept('t1', '{"another":"order"}');
    store.close();
    const { store: again } = platformStore(dir);
    expect(again.tasks.unfinished()).toEqual([{ taskId: 't1', order: '{"apicode":"T_SEND_PERSON"}' }]);
  });

  it('wait to be reported until they are, and wait anew when they are finished anew', () => {
    const { store } = platformStore();
    store.tasks.accept('t1', '{}');
    store.tasks.finish('t1', 'failed', 'first');
    expect(store.tasks.unreported()).toEqual([
      { taskId: 't1', state: 'failed', report: 'first', isReported: false, tries: 1, interruptions: 0, begunAtMs: null },
    ]);
    store.tasks.reported('t1');
    expect(store.tasks.unreported()).toEqual([]);
    store.tasks.finish('t1', 'done', 'second');
    expect(store.tasks.unreported()).toMatchObject([{ state: 'done', report: 'second', tries: 2 }]);
    expect(store.tasks.unfinished()).toEqual([]);
  });

  it('count the attempts that did not end, over restarts, until one does', () => {
    const { store, dir, time } = platformStore();
    store.tasks.accept('t1', '{}');
    store.tasks.accept('t2', '{}');
    store.tasks.begin('t1');
    store.close();
    const { store: again, time: later } = platformStore(dir);
    later.nowMs = time.nowMs + 60_000;
    again.tasks.begin('t1');
    expect(again.tasks.find('t1')).toMatchObject({ interruptions: 2, begunAtMs: later.nowMs });
    expect(again.tasks.interrupted(2).map(({ taskId }) => taskId)).toEqual(['t1']);
    again.tasks.finish('t1', 'failed', '{}');
    expect(again.tasks.find('t1')?.interruptions).toBe(2);
    again.tasks.settle('t1');
    expect(again.tasks.interrupted(1)).toEqual([]);
  });

  it('of one platform are unknown to the other', () => {
    const { store, dir } = platformStore();
    store.tasks.accept('t1', '{}');
    store.close();
    expect(platformStore(dir, 'sichuan').store.tasks.find('t1')).toBeNull();
  });
});

describe('the roster of a platform', () => {
  it('amends a worker without touching his photograph, and lists by pages', () => {
    const { store } = platformStore();
    const photographs = [{ jpeg: new Uint8Array([1]), embeddings: [new Float32Array([1, 0])], modelHash: 'm' }];
    store.people.put({ id: 'a', name: '甲', origin: 'zhejiang', barredReason: null, photographs }, { replace: true });
    store.people.amend({ id: 'a', name: '乙', origin: 'zhejiang', barredReason: '红码' });
    store.people.amend({ id: 'b', name: '丙', origin: 'zhejiang', barredReason: null });
    expect(store.people.get('a')).toMatchObject({ name: '乙', barredReason: '红码', photographs: 1, templates: 1 });
    expect(store.people.page('a', 10).map(({ id }) => id)).toEqual(['b']);
    expect(store.counts()).toMatchObject({ workers: 2, workersWithTemplate: 1 });
  });

  it('is cleared for good, while punches stay', () => {
    const { store, time } = platformStore();
    store.people.amend({ id: 'a', name: '甲', origin: 'zhejiang', barredReason: null });
    punch(store, 'a', time.nowMs);
    expect(store.people.clear()).toBe(1);
    expect(store.counts()).toMatchObject({ workers: 0, punches: 1, outboxWaiting: 1 });
  });
});
