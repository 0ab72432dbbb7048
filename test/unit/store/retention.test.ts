import { expect, it } from 'vitest';
import { fixedNow, openedStore, punch, temporaryFolder, withDatabase } from './fixture.ts';

const dayMs = 86_400_000;
const limits = { punchDays: 30, refusalDays: 10, refusalMost: 100 };
const refusal = (atMs: number) =>
  ({ reason: 'unknown', atMs, workerId: null, score: null, detail: null, picture: Buffer.of(1) }) as const;

it('punches and refusals leave after their days, with their pictures and openings, and not a day earlier', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  for (const days of [31, 30, 1])
    store.recordPunch(punch({ workerId: `${days}`, atMs: fixedNow - days * dayMs, picture: Buffer.of(1) }));
  for (const days of [11, 10]) store.recordRefusal(refusal(fixedNow - days * dayMs));
  expect(store.retention.apply(fixedNow, limits)).toEqual({ punches: 1, refusals: 1, isDone: true });
  expect(store.punches.list({ limit: 9 }).map(({ workerId }) => workerId)).toEqual(['1', '30']);
  const left = (table: string) =>
    withDatabase(dir, (database) => database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
  expect(['punch_pictures', 'openings', 'refusals', 'refusal_pictures'].map(left)).toEqual([2, 2, 1, 1]);
});

it.each([
  ['waiting', false],
  ['setAside', false],
  ['sent', true],
])('an old punch that is %s in the outbox is deleted: %s', (state, isDeleted) => {
  const dir = temporaryFolder();
  const store = openedStore(dir, { platform: 'sichuan' });
  store.recordPunch(punch({ atMs: 0 }));
  withDatabase(dir, (database) => database.prepare('UPDATE outbox SET state = ?').run(state));
  expect(store.retention.apply(fixedNow, limits)).toEqual({ punches: isDeleted ? 1 : 0, refusals: 0, isDone: true });
  expect(store.punches.count()).toBe(isDeleted ? 0 : 1);
});

it('many punches that wait do not hide an old one that was taken', () => {
  const dir = temporaryFolder();
  const waiting = openedStore(dir, { platform: 'zhejiang' });
  for (let n = 0; n < 50; n += 1) waiting.recordPunch(punch({ atMs: n }));
  openedStore(dir).recordPunch(punch({ atMs: 1_000 }));
  expect(waiting.retention.apply(fixedNow, limits).punches).toBe(1);
  expect(waiting.counts()).toMatchObject({ punches: 50, outboxWaiting: 50 });
});

it('the oldest refusals leave when there are too many', () => {
  const store = openedStore(temporaryFolder());
  for (let n = 0; n < 130; n += 1) store.recordRefusal(refusal(fixedNow));
  expect(store.retention.apply(fixedNow, limits)).toEqual({ punches: 0, refusals: 30, isDone: true });
  expect(store.refusals.list({ limit: 200 }).map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, n) => 130 - n));
});

it('a backlog is worked off in several calls, none of which is long', () => {
  const store = openedStore(temporaryFolder());
  for (let n = 0; n < 250; n += 1) store.recordPunch(punch({ atMs: n }));
  expect(store.retention.apply(fixedNow, limits)).toEqual({ punches: 200, refusals: 0, isDone: false });
  expect(store.retention.apply(fixedNow, limits)).toEqual({ punches: 50, refusals: 0, isDone: true });
});

it('the ids of deleted punches are not given again', () => {
  const store = openedStore(temporaryFolder());
  const { punchId } = store.recordPunch(punch({ atMs: 0 }));
  store.retention.apply(fixedNow, limits);
  expect(store.recordPunch(punch()).punchId).toBeGreaterThan(punchId);
});

it('when space is short, deleted punches give theirs back to the disk', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  for (let n = 0; n < 100; n += 1) store.recordPunch(punch({ atMs: 0, picture: Buffer.alloc(45_000, n) }));
  store.close();
  const short = openedStore(dir, { leastFreeMb: 2 ** 40 });
  const pages = () => withDatabase(dir, (database) => Number(database.pragma('page_count', { simple: true })));
  const before = pages();
  expect(short.retention.apply(fixedNow, limits).punches).toBe(100);
  expect(before).toBeGreaterThan(1_000);
  expect(pages()).toBeLessThan(100);
});
