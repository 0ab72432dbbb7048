import { expect, it } from 'vitest';
import { Sealer } from '../../../src/store/sealing.ts';
import { codeThrownBy, embedding, keptLog, openedStore, punch, temporaryFolder, withDatabase, worker } from './fixture.ts';

const place = { table: 'templates', rowId: 7, owner: 'w1' };

it('a sealed value opens in its place and shows nothing of its content', () => {
  const sealer = new Sealer(Buffer.alloc(32, 1));
  const plain = Buffer.alloc(300, 'plain');
  const sealed = sealer.seal(plain, place);
  expect(Buffer.from(sealer.open(sealed, place)).equals(plain)).toBe(true);
  expect(Buffer.from(sealed).includes('plain')).toBe(false);
  expect(Buffer.from(sealer.seal(plain, place)).equals(sealed)).toBe(false);
});

it.each([
  ['in another row', { ...place, rowId: 8 }],
  ['in another table', { ...place, table: 'photographs' }],
  ['for another worker', { ...place, owner: 'w2' }],
  ['without its worker', { table: place.table, rowId: place.rowId }],
])('a sealed value does not open %s', (_, other) => {
  const sealer = new Sealer(Buffer.alloc(32, 1));
  expect(codeThrownBy(() => sealer.open(sealer.seal(Buffer.of(1, 2, 3), place), other))).toBe('store.damaged');
});

it('a sealed value does not open with another key, with any one byte changed, or cut short', () => {
  const sealer = new Sealer(Buffer.alloc(32, 1));
  const sealed = sealer.seal(Buffer.of(1, 2, 3), place);
  const changed = Array.from(sealed, (byte, at) => sealed.with(at, byte ^ 1));
  const cut = Array.from(sealed, (_, length) => sealed.subarray(0, length));
  const opened = [...changed, ...cut].filter((value) => codeThrownBy(() => sealer.open(value, place)) !== 'store.damaged');
  expect(opened).toEqual([]);
  expect(codeThrownBy(() => new Sealer(Buffer.alloc(32, 2)).open(sealed, place))).toBe('store.damaged');
});

it('templates that were swapped between workers are quarantined, logged and counted, and the others are still read', () => {
  const { log, lines } = keptLog();
  const dir = temporaryFolder();
  const store = openedStore(dir, { log });
  for (const id of ['w1', 'w2', 'w3']) store.people.put(worker(id), { replace: false });
  withDatabase(dir, (database) =>
    database.exec(`CREATE TEMP TABLE held AS SELECT id, sealed FROM templates;
      UPDATE templates SET sealed = (SELECT sealed FROM held WHERE held.id = 3 - templates.id) WHERE id IN (1, 2)`),
  );
  expect([...store.templates.all()].map(({ workerId }) => workerId)).toEqual(['w3']);
  expect(store.counts()).toMatchObject({ templates: 3, quarantined: 2 });
  const logged = lines.map((line): unknown => JSON.parse(line));
  expect(logged).toContainEqual(expect.objectContaining({ event: 'rowQuarantined', code: 'store.damaged', row: 2, count: 2 }));
});

it('a template that was given to another worker is not used', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  for (const id of ['w1', 'w2']) store.people.put(worker(id), { replace: false });
  withDatabase(dir, (database) => database.exec(`UPDATE templates SET worker_id = 'w2' WHERE worker_id = 'w1'`));
  expect([...store.templates.all()].map(({ workerId }) => workerId)).toEqual(['w2']);
});

it('damaged pictures and photographs are quarantined when they are asked for', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  store.people.put(worker('w1'), { replace: false });
  const { punchId } = store.recordPunch(punch({ picture: Buffer.of(1, 2, 3) }));
  store.recordRefusal({ reason: 'unknown', atMs: 1, workerId: null, score: null, detail: null, picture: Buffer.of(4) });
  withDatabase(dir, (database) => {
    for (const table of ['photographs', 'punch_pictures', 'refusal_pictures'])
      database.exec(`UPDATE ${table} SET sealed = x'0102'`);
  });
  expect([store.photographs.of('w1'), store.punches.picture(punchId), store.refusals.picture(1)]).toEqual([[], null, null]);
  expect(store.counts().quarantined).toBe(3);
  expect(store.punches.list({ limit: 1 })).toMatchObject([{ id: punchId, hasPicture: true }]);
});

it('a damaged template stops counting once its worker is enrolled again', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  store.people.put(worker('w1'), { replace: false });
  withDatabase(dir, (database) => database.exec(`UPDATE templates SET sealed = x'00'`));
  expect([[...store.templates.all()].length, store.counts().quarantined]).toEqual([0, 1]);
  store.people.put(worker('w1'), { replace: true });
  expect([...store.templates.all()].map((template) => template.embedding)).toEqual([embedding(1)]);
  expect(store.counts().quarantined).toBe(0);
});
