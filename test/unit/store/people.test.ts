import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  codeThrownBy,
  embedding,
  fixedNow,
  keptLog,
  openedStore,
  punch,
  temporaryFolder,
  withDatabase,
  worker,
} from './fixture.ts';

const bytesOf = (dir: string): Buffer =>
  Buffer.concat(
    ['terminal.db', 'terminal.db-wal']
      .map((name) => join(dir, name))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file)),
  );

/** Every sealed value of a table, in pieces that would be recognised if they were found again. */
const piecesOf = (dir: string, table: string): Buffer[] =>
  withDatabase(dir, (database) =>
    database
      .prepare<[], Buffer>(`SELECT sealed FROM ${table}`)
      .pluck()
      .all()
      .flatMap((sealed) =>
        Array.from({ length: Math.floor(sealed.length / 64) }, (_, n) => sealed.subarray(n * 64, n * 64 + 64)),
      ),
  );

it('a stored worker is listed, found by the gate and has his templates', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1', { barredReason: '培训过期' }), { replace: false });
  expect(store.people.list()).toEqual([
    {
      id: 'w1',
      name: '单雄信',
      origin: 'console',
      barredReason: '培训过期',
      createdMs: fixedNow,
      updatedMs: fixedNow,
      photographs: 1,
      templates: 1,
      flags: [],
    },
  ]);
  expect(store.find('w1')).toEqual({ workerId: 'w1', name: '单雄信', barredReason: '培训过期' });
  expect([...store.templates.all()]).toEqual([{ workerId: 'w1', embedding: embedding(1), modelHash: 'abc' }]);
  expect(store.photographs.of('w1').map(({ jpeg }) => Buffer.from(jpeg).toString())).toEqual(['photograph of w1']);
});

it('a worker who is not on the roster is not found', () => {
  const store = openedStore(temporaryFolder());
  expect([store.find('w1'), store.people.get('w1'), store.photographs.of('w1'), store.people.remove('w1')]).toEqual([
    null,
    null,
    [],
    false,
  ]);
});

it('an id that is taken is refused without replacing, and the first record stays', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1'), { replace: false });
  expect(codeThrownBy(() => store.people.put(worker('w1', { name: '别人' }), { replace: false }))).toBe('worker.exists');
  expect(store.people.get('w1')?.name).toBe('单雄信');
});

it('replacing leaves only the new photographs and templates', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1'), { replace: false });
  const photographs = [2, 3].map((seed) => ({ jpeg: Buffer.of(seed), embeddings: [embedding(seed)], modelHash: 'def' }));
  store.people.put(worker('w1', { name: '秦琼', photographs }), { replace: true });
  expect(store.people.list()).toMatchObject([{ id: 'w1', name: '秦琼', photographs: 2, templates: 2 }]);
  expect([...store.templates.all()].map((template) => template.embedding)).toEqual([embedding(2), embedding(3)]);
});

it('several embeddings of one photograph are all templates of its worker', () => {
  const store = openedStore(temporaryFolder());
  const photographs = [{ jpeg: Buffer.of(1), embeddings: [embedding(1), embedding(2)], modelHash: 'abc' }];
  store.people.put(worker('w1', { photographs }), { replace: false });
  expect([...store.templates.all()].map(({ workerId }) => workerId)).toEqual(['w1', 'w1']);
});

it.each([
  ['an empty id', { id: '' }],
  ['an id of 65 characters', { id: 'x'.repeat(65) }],
  ['a line feed in the id', { id: 'a\nb' }],
  ['a zero byte in the id', { id: 'a\0b' }],
  ['an invisible character in the id', { id: 'a\u200bb' }],
  ['half a surrogate pair in the id', { id: 'a\ud800' }],
  ['space before the id', { id: ' a' }],
  ['an empty name', { name: '' }],
  ['a name of nothing but space', { name: '  ' }],
  ['an escape character in the name', { name: 'a\u001b[2J' }],
  ['a name that turns the direction of writing', { name: 'a\u202eb' }],
  ['a line separator in the reason', { barredReason: 'a\u2028b' }],
  ['an empty photograph', { photographs: [{ jpeg: new Uint8Array(0), embeddings: [embedding(1)], modelHash: 'a' }] }],
  ['an embedding with NaN', { photographs: [{ jpeg: Buffer.of(1), embeddings: [Float32Array.of(Number.NaN)], modelHash: 'a' }] }],
  ['an empty embedding', { photographs: [{ jpeg: Buffer.of(1), embeddings: [new Float32Array(0)], modelHash: 'a' }] }],
])('a worker with %s is refused and nothing is stored', (_, changes) => {
  const store = openedStore(temporaryFolder());
  expect(codeThrownBy(() => store.people.put(worker('w1', changes), { replace: true }))).toBe('worker.invalid');
  expect(store.people.count()).toBe(0);
});

it.each(["'; DROP TABLE people; --", '../../etc/passwd', '%', 'ａ', '👷🏽', '阿卜杜拉·买买提', "O'Brien", 'x'.repeat(64)])(
  'the hostile or unusual text %s is kept as it is',
  (text) => {
    const store = openedStore(temporaryFolder());
    store.people.put(worker(text, { name: text }), { replace: false });
    expect(store.people.list()).toMatchObject([{ id: text, name: text }]);
    expect([store.people.remove(text), store.people.count()]).toEqual([true, 0]);
  },
);

it('ids that differ only in their case or their Unicode form are different workers', () => {
  const store = openedStore(temporaryFolder());
  for (const id of ['a', 'A', 'é', 'e\u0301']) store.people.put(worker(id), { replace: false });
  expect(store.people.count()).toBe(4);
});

it('nothing of a removed worker but his punches is left in the database or its log', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  const jpeg = Buffer.alloc(20_000, 'picture of a face ');
  const photographs = [{ jpeg, embeddings: [embedding(5)], modelHash: 'abc' }];
  for (const id of ['before', 'leaving-worker', 'after']) {
    store.people.put(worker(id, { name: `name of ${id}`, photographs }), { replace: false });
  }
  store.recordPunch(punch({ workerId: 'leaving-worker' }));
  const sealed = ['photographs', 'templates'].flatMap((table) => piecesOf(dir, table));
  const bytesBefore = bytesOf(dir);
  // A piece that lies across two pages is not found in one stretch.
  expect(sealed.filter((piece) => bytesBefore.includes(piece)).length).toBeGreaterThan(sealed.length * 0.95);

  expect(store.people.remove('leaving-worker')).toBe(true);

  const bytes = bytesOf(dir);
  const left = new Set(
    ['photographs', 'templates'].flatMap((table) => piecesOf(dir, table)).map((piece) => piece.toString('hex')),
  );
  const erased = sealed.filter((piece) => !left.has(piece.toString('hex')));
  expect(erased).toHaveLength(sealed.length / 3);
  expect(erased.filter((piece) => bytes.includes(piece))).toEqual([]);
  expect(bytes.includes('name of leaving-worker')).toBe(false);
  expect(bytes.includes('picture of a face')).toBe(false);
  expect(store.punches.list({ limit: 10 })).toMatchObject([{ workerId: 'leaving-worker', name: null }]);
});

it('a replaced photograph is erased as well', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  store.people.put(worker('w1', { photographs: [{ jpeg: Buffer.alloc(9_000, 1), embeddings: [], modelHash: 'a' }] }), {
    replace: false,
  });
  const old = piecesOf(dir, 'photographs');
  store.people.put(worker('w1', { photographs: [] }), { replace: true });
  const bytes = bytesOf(dir);
  expect(old.length).toBeGreaterThan(100);
  expect(old.filter((piece) => bytes.includes(piece))).toEqual([]);
});

it('no name, id or picture is written to the log', () => {
  const { log, lines } = keptLog();
  const dir = temporaryFolder();
  const store = openedStore(dir, { log });
  store.people.put(worker('id-of-a-worker'), { replace: false });
  withDatabase(dir, (database) => database.exec(`UPDATE templates SET sealed = x'01'`));
  expect([...store.templates.all()]).toEqual([]);
  store.people.remove('id-of-a-worker');
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => /id-of-a-worker|单雄信|photograph of/.test(line))).toEqual([]);
});

it('ten thousand templates are read to the last one', () => {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  const embeddings = Array.from({ length: 100 }, (_, seed) => embedding(seed));
  for (let n = 0; n < 100; n += 1) {
    store.people.put(worker(`w${n}`, { photographs: [{ jpeg: Buffer.of(1), embeddings, modelHash: 'abc' }] }), {
      replace: false,
    });
  }
  const read = [...store.templates.all()];
  expect([read.length, read.at(-1)?.workerId, read.at(-1)?.embedding]).toEqual([10_000, 'w99', embedding(99)]);
});

it('the roster can change while templates are being read', () => {
  const store = openedStore(temporaryFolder());
  for (const id of ['a', 'b']) store.people.put(worker(id), { replace: false });
  const seen: string[] = [];
  for (const { workerId } of store.templates.all()) {
    store.people.remove(workerId);
    seen.push(workerId);
  }
  expect([seen, store.people.count()]).toEqual([['a', 'b'], 0]);
});

const poor = (id: string, ...flags: string[]) =>
  worker(id, { photographs: [{ jpeg: Buffer.from(id), embeddings: [embedding(1)], modelHash: 'abc', flags }] });

it('what is poor about photographs is listed once each, stays over a restart, and goes with them', () => {
  const dir = temporaryFolder();
  const first = openedStore(dir);
  first.people.put(poor('w1', 'photo.tooSmall', 'photo.blurred', 'photo.blurred'), { replace: false });
  first.close();
  const store = openedStore(dir);
  expect(store.people.get('w1')?.flags).toEqual(['photo.blurred', 'photo.tooSmall']);
  expect(store.photographs.of('w1').map(({ flags }) => flags)).toEqual([['photo.blurred', 'photo.tooSmall']]);
  store.people.amend(worker('w1', { name: '改名' }));
  expect(store.people.get('w1')?.flags).toHaveLength(2);
  store.people.put(poor('w1'), { replace: true });
  expect(store.people.get('w1')?.flags).toEqual([]);
});

it('a flag that is no code is refused, and nothing of the worker is stored', () => {
  const store = openedStore(temporaryFolder());
  expect(codeThrownBy(() => store.people.put(poor('w1', 'photo.a,b'), { replace: false }))).toBe('internal.bug');
  expect(store.people.count()).toBe(0);
});

it('workers who look alike are a pair until one of them leaves, or something else is said of one', () => {
  const store = openedStore(temporaryFolder());
  store.people.put(worker('w1'), { replace: false });
  store.people.put(worker('w2', { lookalikes: [{ workerId: 'w1', score: 0.8 }] }), { replace: false });
  store.people.put(worker('w3', { lookalikes: [{ workerId: 'w1', score: 0.7 }] }), { replace: false });
  expect(store.people.lookalikesOf('w1')).toEqual([
    { workerId: 'w2', score: 0.8 },
    { workerId: 'w3', score: 0.7 },
  ]);
  // As re-embedding does: nothing is said of it.
  store.people.put(worker('w2'), { replace: true });
  expect(store.people.lookalikes()).toHaveLength(2);
  store.people.put(worker('w2', { lookalikes: [] }), { replace: true });
  expect(store.people.lookalikes()).toEqual([{ workerId: 'w3', otherId: 'w1', score: 0.7 }]);
  store.people.remove('w1');
  expect(store.people.lookalikes()).toEqual([]);
});

it('a lookalike who has left, or is the worker himself, is passed over', () => {
  const store = openedStore(temporaryFolder());
  const lookalikes = [
    { workerId: 'gone', score: 0.9 },
    { workerId: 'w1', score: 1 },
  ];
  store.people.put(worker('w1', { lookalikes }), { replace: false });
  expect([store.people.count(), store.people.lookalikes()]).toEqual([1, []]);
});

it('people of another platform are in no pair', () => {
  const dir = temporaryFolder();
  const before = openedStore(dir, { platform: 'zhejiang' });
  before.people.put(worker('w1', { origin: 'zhejiang' }), { replace: false });
  const like = { origin: 'console', lookalikes: [{ workerId: 'w1', score: 0.8 }] };
  before.people.put(worker('w2', like), { replace: false });
  before.close();
  const store = openedStore(dir, { platform: 'sichuan' });
  expect([store.people.lookalikes(), store.people.lookalikesOf('w2')]).toEqual([[], []]);
  // His id comes from this platform now, as somebody else.
  store.people.put(worker('w1', { origin: 'sichuan' }), { replace: true });
  expect(store.people.lookalikes()).toEqual([]);
});
