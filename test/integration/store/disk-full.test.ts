import { spawnSync } from 'node:child_process';
import { readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultCode } from '../../../src/shared/fault.ts';
import { Database } from '../../../src/store/database.ts';
import { integer, single } from '../../../src/store/row.ts';
import type { Store } from '../../../src/store/store.ts';
import { codeThrownBy, openedStore, punch, temporaryFolder, withDatabase, worker } from '../../unit/store/fixture.ts';

const picture = Buffer.alloc(45_000, 1);

/** Records until it is refused; answers how many were recorded and why it ended. */
function fill(store: Store): { readonly recorded: number; readonly code: FaultCode | 'nothing thrown' } {
  for (let recorded = 0; recorded < 1_000; recorded += 1) {
    const code = codeThrownBy(() => store.recordPunch(punch({ picture })));
    if (code !== 'nothing thrown') return { recorded, code };
  }
  return { recorded: 1_000, code: 'nothing thrown' };
}

it('a transaction that does not fit into the database is store.full and leaves nothing behind', () => {
  const dir = temporaryFolder();
  const database = new Database(join(dir, 'small.db'), dir);
  database.makeDurable();
  database.script('CREATE TABLE a (b); CREATE TABLE c (d)');
  database.pragma('max_page_count = 20');
  const write = (): void =>
    database.transaction(() => {
      database.run('INSERT INTO a VALUES (1)');
      database.run('INSERT INTO c VALUES (?)', Buffer.alloc(200_000));
    });
  expect(codeThrownBy(write)).toBe('store.full');
  expect(database.get('SELECT count(*) AS value FROM a', single(integer))).toBe(0);
  database.run('INSERT INTO a VALUES (2)');
  database.close();
});

const mountable = ((): string | null => {
  if (process.getuid?.() !== 0 || process.platform !== 'linux') return null;
  return spawnSync('mount', ['--version']).status === 0 ? 'tmpfs' : null;
})();

describe.skipIf(mountable === null)('on a file system of 4 MB (needs root)', () => {
  let dir = '';
  let isMounted = false;

  beforeAll(() => {
    dir = `${process.env['TMPDIR'] ?? '/tmp'}/store-full-${process.pid}`;
    spawnSync('mkdir', ['-m', '700', dir]);
    isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'tmpfs', dir]).status === 0;
  });
  afterAll(() => {
    if (isMounted) spawnSync('umount', [dir]);
    rmSync(dir, { recursive: true, force: true });
  });

  it('the punch that does not fit is refused, those before it are whole, and it goes on once there is space', (context) => {
    if (!isMounted) context.skip('tmpfs cannot be mounted here');
    const store = openedStore(dir, { leastFreeMb: 0, platform: 'sichuan' });
    store.people.put(worker('w1'), { replace: false });
    writeFileSync(join(dir, 'of somebody else'), Buffer.alloc(1_000_000));
    const { recorded, code } = fill(store);
    expect(code).toBe('store.full');
    expect(recorded).toBeGreaterThan(5);
    // What is left may hold a little less than a punch: more than that is asked for.
    const larger = Buffer.concat([picture, picture]);
    expect(
      codeThrownBy(() =>
        store.people.put(worker('w2', { photographs: [{ jpeg: larger, embeddings: [], modelHash: 'a' }] }), { replace: false }),
      ),
    ).toBe('store.full');

    const punches = store.punches.list({ limit: 1_000 });
    expect(punches.map(({ hasPicture, upload, openings }) => [hasPicture, upload, openings.length])).toEqual(
      Array.from({ length: recorded }, () => [true, 'waiting', 1]),
    );
    expect([store.people.count(), [...store.templates.all()].length]).toEqual([1, 1]);

    rmSync(join(dir, 'of somebody else'));
    expect(codeThrownBy(() => store.recordPunch(punch({ picture })))).toBe('nothing thrown');
    store.close();
    expect(withDatabase(dir, (database) => database.pragma('integrity_check', { simple: true }))).toBe('ok');
  });

  it('with the least free space kept, the store refuses in time and opens again on the nearly full disk', (context) => {
    if (!isMounted) context.skip('tmpfs cannot be mounted here');
    for (const name of readdirSync(dir)) rmSync(join(dir, name));
    const store = openedStore(dir, { leastFreeMb: 1 });
    const { recorded, code } = fill(store);
    expect([code, recorded > 5]).toEqual(['store.full', true]);
    store.close();
    const again = openedStore(dir, { leastFreeMb: 1 });
    expect([again.punches.count(), codeThrownBy(() => again.recordPunch(punch()))]).toEqual([recorded, 'store.full']);
    again.close();
    expect(statSync(join(dir, 'terminal.db')).size).toBeGreaterThan(0);
  });

  it('a store on a disk without any space is store.full, not a crash', (context) => {
    if (!isMounted) context.skip('tmpfs cannot be mounted here');
    for (const name of readdirSync(dir)) rmSync(join(dir, name));
    openedStore(dir, { leastFreeMb: 0 }).close();
    codeThrownBy(() => writeUntilFull(join(dir, 'of somebody else')));
    expect(codeThrownBy(() => openedStore(dir, { leastFreeMb: 0 }))).toBe('store.full');
    rmSync(join(dir, 'of somebody else'));
    expect(openedStore(dir, { leastFreeMb: 0 }).counts().punches).toBe(0);
  });
});

function writeUntilFull(file: string): void {
  spawnSync('dd', ['if=/dev/zero', `of=${file}`, 'bs=4096'], { stdio: 'ignore' });
}
