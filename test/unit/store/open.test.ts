import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { Database } from '../../../src/store/database.ts';
import { openStore } from '../../../src/store/store.ts';
import { codeThrownBy, fixedClock, keptLog, openedStore, punch, temporaryFolder, withDatabase, worker } from './fixture.ts';

const open = (dir: string) => openStore({ dir, clock: fixedClock, log: keptLog().log, leastFreeMb: 1 });
const contentOf = (dir: string): string[] =>
  readdirSync(dir).map(
    (name) =>
      `${name} ${createHash('sha256')
        .update(readFileSync(join(dir, name)))
        .digest('hex')}`,
  );
const modeOf = (path: string): number => statSync(path).mode & 0o777;

it('a commit waits for the disk at the first open and at every later one', () => {
  const file = join(temporaryFolder(), 'terminal.db');
  for (let n = 0; n < 3; n += 1) {
    const database = new Database(file, join(file, '..'));
    database.makeDurable();
    database.script('CREATE TABLE IF NOT EXISTS t (a)');
    database.run('INSERT INTO t VALUES (?)', n);
    expect([database.pragma('journal_mode'), database.pragma('synchronous')]).toEqual(['wal', 2]);
    database.close();
  }
});

it('a database that cannot be made durable is not opened', () => {
  const database = new Database(':memory:', temporaryFolder());
  expect(codeThrownBy(() => database.makeDurable())).toBe('store.failed');
  database.close();
});

it('only the owner can enter the data directory and read its files', () => {
  const dir = join(temporaryFolder(), 'data');
  openedStore(dir).recordPunch(punch());
  expect(modeOf(dir)).toBe(0o700);
  expect(readdirSync(dir).map((name) => [name, modeOf(join(dir, name))])).toEqual([
    ['key', 0o600],
    ['terminal.db', 0o600],
    ['terminal.db-shm', 0o600],
    ['terminal.db-wal', 0o600],
  ]);
});

it('an empty directory is narrowed to its owner, a shared one in use is left as it is', () => {
  const [empty, shared] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(shared, 'of somebody else'), '');
  for (const dir of [empty, shared]) {
    chmodSync(dir, 0o755);
    openedStore(dir);
  }
  expect([modeOf(empty), modeOf(shared)]).toEqual([0o700, 0o755]);
});

it('a database of a newer version is refused and nothing in the directory changes', () => {
  const dir = temporaryFolder();
  open(dir).close();
  withDatabase(dir, (database) => database.pragma('user_version = 99'));
  const before = contentOf(dir);
  expect(codeThrownBy(() => open(dir))).toBe('store.newer');
  expect(contentOf(dir)).toEqual(before);
});

it('a newer version that stands only in the log of a killed program is seen too', () => {
  const [source, dir] = [temporaryFolder(), temporaryFolder()];
  open(source).close();
  const killed = new BetterSqlite3(join(source, 'terminal.db'));
  killed.pragma('user_version = 99');
  for (const name of ['terminal.db', 'terminal.db-wal', 'key']) copyFileSync(join(source, name), join(dir, name));
  killed.close();
  const before = contentOf(dir);
  expect(codeThrownBy(() => open(dir))).toBe('store.newer');
  expect(contentOf(dir)).toEqual(before);
});

it('a file that is no database is reported as damaged and kept', () => {
  const dir = temporaryFolder();
  writeFileSync(join(dir, 'terminal.db'), 'not a database '.repeat(100));
  const before = contentOf(dir);
  expect(codeThrownBy(() => open(dir))).toBe('store.damaged');
  expect(contentOf(dir)).toEqual(before);
});

it.each([
  ['is cut off', (file: string) => truncateSync(file, 40_000)],
  [
    'holds a page of noise',
    (file: string) => {
      const bytes = readFileSync(file);
      bytes.fill(0xa5, 4096 * 3, 4096 * 12);
      writeFileSync(file, bytes);
    },
  ],
])('a database that %s is reported as damaged', (_, damage) => {
  const dir = temporaryFolder();
  const store = open(dir);
  for (let n = 0; n < 50; n += 1) store.people.put(worker(`w${n}`), { replace: false });
  store.close();
  damage(join(dir, 'terminal.db'));
  expect(codeThrownBy(() => open(dir))).toBe('store.damaged');
});

it('everything is there again after the store was closed and opened', () => {
  const dir = temporaryFolder();
  const first = open(dir);
  first.people.put(worker('w1'), { replace: false });
  first.recordPunch(punch());
  first.meta.set('note', 'kept');
  first.close();
  const second = openedStore(dir);
  expect(second.counts()).toEqual({
    workers: 1,
    templates: 1,
    workersWithTemplate: 1,
    punches: 1,
    refusals: 0,
    outboxWaiting: 0,
    outboxSetAside: 0,
    quarantined: 0,
  });
  expect([second.find('w1'), second.meta.get('note')]).toEqual([{ workerId: 'w1', name: '单雄信', barredReason: null }, 'kept']);
});

it('a missing key is replaced while nothing is sealed and refused once something is', () => {
  const dir = temporaryFolder();
  open(dir).close();
  rmSync(join(dir, 'key'));
  const store = open(dir);
  store.people.put(worker('w1'), { replace: false });
  store.close();
  const key = readFileSync(join(dir, 'key'));
  rmSync(join(dir, 'key'));
  expect(codeThrownBy(() => open(dir))).toBe('data.keyInvalid');
  expect(readdirSync(dir)).not.toContain('key');
  writeFileSync(join(dir, 'key'), key);
  expect([...openedStore(dir).templates.all()]).toHaveLength(1);
});

it.each([
  ['another', Buffer.alloc(32, 7)],
  ['a short', Buffer.alloc(31, 7)],
])('%s key than the one that sealed the data is refused and no row is quarantined', (_, other) => {
  const dir = temporaryFolder();
  const store = open(dir);
  store.people.put(worker('w1'), { replace: false });
  store.close();
  const key = readFileSync(join(dir, 'key'));
  writeFileSync(join(dir, 'key'), other);
  expect(codeThrownBy(() => open(dir))).toBe('data.keyInvalid');
  writeFileSync(join(dir, 'key'), key);
  expect(openedStore(dir).counts().quarantined).toBe(0);
});

it('a half-written key of a killed first start does not stand in the way', () => {
  const dir = temporaryFolder();
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'key.new'), 'half');
  const store = openedStore(dir);
  store.people.put(worker('w1'), { replace: false });
  expect(store.photographs.of('w1')).toHaveLength(1);
  expect(readdirSync(dir)).not.toContain('key.new');
});
