import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { codeThrownBy, fixedNow, openedStore, temporaryFolder, withDatabase } from './fixture.ts';

const dayMs = 86_400_000;
const session = { atMs: fixedNow, label: 'print', seconds: 10, distanceM: 0.5 } as const;
const secret = 'frames that show a face';

it('a recording is listed with its frames, and its parts come back in order', () => {
  const { recordings } = openedStore(temporaryFolder());
  const id = recordings.begin(session);
  recordings.addPart(id, Buffer.from('one'), 9);
  recordings.addPart(id, Buffer.from('two'), 11);
  expect(recordings.list({ limit: 9 })).toMatchObject([{ id, ...session, isWhole: false, frames: 20 }]);
  recordings.finish(id);
  expect(recordings.list({ limit: 9 })).toMatchObject([{ isWhole: true }]);
  const parts = recordings.partsOf(id).map((part) => Buffer.from(recordings.part(part) ?? []).toString());
  expect(parts).toEqual(['one', 'two']);
});

it('what is recorded stands nowhere in the files of the database, and is gone when it is removed', () => {
  const dir = temporaryFolder();
  const { recordings } = openedStore(dir);
  const id = recordings.begin(session);
  recordings.addPart(id, Buffer.from(secret), 1);
  const [part] = recordings.partsOf(id);
  const sealed = withDatabase(dir, (database) => database.prepare('SELECT sealed FROM recording_parts').pluck().get()) as Buffer;
  const files = () => ['terminal.db', 'terminal.db-wal'].map((name) => readFileSync(join(dir, name)));
  expect(files().some((bytes) => bytes.includes(sealed))).toBe(true);
  expect(files().some((bytes) => bytes.includes(secret))).toBe(false);
  expect([recordings.remove(id), recordings.remove(id)]).toEqual([true, false]);
  expect(files().some((bytes) => bytes.includes(sealed))).toBe(false);
  expect(recordings.part(part ?? 0)).toBeNull();
});

it('a part that was moved to another row does not open and is counted as damaged', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  const id = store.recordings.begin(session);
  store.recordings.addPart(id, Buffer.from('one'), 1);
  store.recordings.addPart(id, Buffer.from('two'), 1);
  withDatabase(dir, (database) =>
    database.exec('UPDATE recording_parts SET sealed = (SELECT sealed FROM recording_parts WHERE id = 1) WHERE id = 2'),
  );
  expect(store.recordings.part(2)).toBeNull();
  expect(store.counts().quarantined).toBe(1);
  store.recordings.remove(id);
  expect(store.counts().quarantined).toBe(0);
});

it('recordings leave with their day, not earlier', () => {
  const { recordings } = openedStore(temporaryFolder());
  const [old, young] = [31, 29].map((days) => recordings.begin({ ...session, atMs: fixedNow - days * dayMs }));
  expect(recordings.removeBefore(fixedNow - 30 * dayMs)).toEqual([old]);
  expect(recordings.list({ limit: 9 }).map(({ id }) => id)).toEqual([young]);
});

it('nothing is recorded when the disk is nearly full', () => {
  const dir = temporaryFolder();
  const id = openedStore(dir).recordings.begin(session);
  const { recordings } = openedStore(dir, { leastFreeMb: 2 ** 40 });
  expect([codeThrownBy(() => recordings.begin(session)), codeThrownBy(() => recordings.addPart(id, Buffer.of(1), 1))]).toEqual([
    'store.full',
    'store.full',
  ]);
});

it('a key that does not fit is noticed when recordings are all that is sealed', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  store.recordings.addPart(store.recordings.begin(session), Buffer.of(1), 1);
  withDatabase(dir, (database) => database.exec(`DELETE FROM meta WHERE name = 'key.check'`));
  expect(codeThrownBy(() => openedStore(dir))).toBe('data.keyInvalid');
});

it('refusals can be listed by reason, in pages', () => {
  const store = openedStore(temporaryFolder());
  const refuse = (reason: 'attack' | 'unknown') =>
    store.recordRefusal({ reason, atMs: fixedNow, workerId: null, score: null, detail: null, picture: null });
  for (let i = 0; i < 6; i += 1) refuse(i % 2 === 0 ? 'attack' : 'unknown');
  const ids = (page: Parameters<typeof store.refusals.list>[0]) => store.refusals.list(page).map(({ id }) => id);
  expect(ids({ limit: 2, reasons: ['attack'] })).toEqual([5, 3]);
  expect(ids({ limit: 2, reasons: ['attack'], beforeId: 3 })).toEqual([1]);
  expect(ids({ limit: 9, reasons: ['attack', 'unknown'] })).toHaveLength(6);
});
