import { copyFileSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { placesIn } from '../../../src/launcher/places.ts';
import { isCarriedOver, newerDatabase } from '../../../src/store/carry-over.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { embedding, fixedClock, keptLog, openedStore, punch, temporaryFolder, withDatabase, worker } from './fixture.ts';

const never = new AbortController().signal;
const open = (dir: string): Store =>
  openStore({ dir, clock: fixedClock, log: keptLog().log, leastFreeMb: 1, platform: 'zhejiang' });

/** What an update with a migration does: a copy before, a newer form of the database after. */
async function updated(dir: string, before: (store: Store) => void, after: (store: Store) => void): Promise<void> {
  const store = open(dir);
  before(store);
  await store.copyTo(join(dir, 'copy.db'), never);
  // Between the copy and the end of the old version people pass as well.
  after(store);
  store.close();
}

/** What the launcher does when the new version was no good. */
function rolledBack(dir: string): void {
  const newer = newerDatabase(dir);
  mkdirSync(dirname(newer), { recursive: true });
  for (const ending of ['-wal', '-shm']) {
    if (existsSync(join(dir, `terminal.db${ending}`))) renameSync(join(dir, `terminal.db${ending}`), newer + ending);
  }
  renameSync(join(dir, 'terminal.db'), newer);
  renameSync(join(dir, 'copy.db'), join(dir, 'terminal.db'));
}

describe('after a rollback', () => {
  it('what the newer version forgot of the gate stays forgotten, and what it learnt is there', async () => {
    const learnt = (workerId: string) => ({ workerId, embedding: embedding(2), modelHash: 'abc', learntMs: 1, score: 0.8 });
    const learntAfter = async (after: (store: Store) => void): Promise<readonly string[]> => {
      const dir = temporaryFolder();
      const before = (store: Store): void => {
        for (const id of ['w1', 'w2']) store.people.put(worker(id), { replace: false });
        store.learnt.add(learnt('w1'), null);
      };
      await updated(dir, before, after);
      rolledBack(dir);
      return openedStore(dir, { platform: 'zhejiang' }).learnt.workers();
    };
    expect(await learntAfter((store) => store.learnt.forget(null))).toEqual([]);
    expect(await learntAfter((store) => store.learnt.add(learnt('w2'), null))).toEqual(['w1', 'w2']);
  });

  it('reads the newer database from where the launcher puts it', () => {
    expect(newerDatabase('/d')).toBe(`${placesIn('/d').newer}/terminal.db`);
  });

  it('every punch that was made since the copy is there, with its picture, its opening and what the platform has of it', async () => {
    const dir = temporaryFolder();
    const picture = Buffer.from('a picture');
    await updated(
      dir,
      (store) => {
        store.people.put(worker('w1'), { replace: false });
        store.recordPunch(punch({ atMs: 1 }));
      },
      (store) => {
        store.outbox.taken([1]);
        const { openingId } = store.recordPunch(punch({ atMs: 2, picture }));
        store.markOpening(openingId, 'opened');
        store.recordPunch(punch({ atMs: 3 }));
      },
    );
    withDatabase(dir, (database) =>
      database.exec(
        'ALTER TABLE punches ADD COLUMN mood TEXT; CREATE TABLE moods (id INTEGER PRIMARY KEY); PRAGMA user_version = 99',
      ),
    );
    rolledBack(dir);
    const store = openedStore(dir, { platform: 'zhejiang' });
    const punches = store.punches.list({ limit: 10 });
    expect(punches.map(({ atMs }) => atMs)).toEqual([3, 2, 1]);
    expect(punches[1]?.openings.map(({ outcome }) => outcome)).toEqual(['opened']);
    expect(Buffer.from(store.punches.picture(2) ?? [])).toEqual(picture);
    expect(store.outbox.next(10, new Set()).map(({ punchId }) => punchId)).toEqual([2, 3]);
    expect(punches.map(({ upload }) => upload)).toEqual(['waiting', 'waiting', 'sent']);
  });

  it('people who came, changed or were erased meanwhile are as the newer version left them', async () => {
    const dir = temporaryFolder();
    await updated(
      dir,
      (store) => ['stays', 'barred', 'erased', 'renewed'].forEach((id) => store.people.put(worker(id), { replace: false })),
      (store) => {
        store.people.put(worker('came'), { replace: false });
        store.people.put(worker('barred', { barredReason: 'expired' }), { replace: true });
        store.people.remove('erased');
        store.people.put(worker('renewed'), { replace: true });
      },
    );
    rolledBack(dir);
    const store = openedStore(dir);
    expect(store.people.list().map(({ id, barredReason, templates }) => [id, barredReason, templates])).toEqual([
      ['barred', 'expired', 1],
      ['came', null, 1],
      ['renewed', null, 1],
      ['stays', null, 1],
    ]);
    expect(store.counts().quarantined).toBe(0);
  });

  it('is done once: what the old version does afterwards is not undone at the next start', async () => {
    const dir = temporaryFolder();
    await updated(
      dir,
      (store) => void store.recordPunch(punch()),
      (store) => void store.recordPunch(punch({ atMs: 5 })),
    );
    rolledBack(dir);
    const first = open(dir);
    first.outbox.taken([1, 2]);
    first.close();
    expect(openedStore(dir, { platform: 'zhejiang' }).counts()).toMatchObject({ punches: 2, outboxWaiting: 0 });
  });

  it('a newer database that lost its rows takes nobody and nothing away', async () => {
    const dir = temporaryFolder();
    await updated(
      dir,
      (store) => {
        store.people.put(worker('w1'), { replace: false });
        store.recordPunch(punch());
      },
      () => undefined,
    );
    withDatabase(dir, (database) => database.exec('DELETE FROM outbox; DELETE FROM punches; DELETE FROM people;'));
    rolledBack(dir);
    expect(openedStore(dir).counts()).toMatchObject({ workers: 1, templates: 1, punches: 1 });
  });

  it('a newer database that is damaged, or lacks a table, does not keep the terminal from starting', async () => {
    const dir = temporaryFolder();
    await updated(
      dir,
      (store) => void store.recordPunch(punch()),
      (store) => void store.recordPunch(punch({ atMs: 5 })),
    );
    withDatabase(dir, (database) => database.exec('DROP TABLE punch_pictures; ALTER TABLE audit RENAME COLUMN actor TO who'));
    rolledBack(dir);
    const { log, lines } = keptLog();
    const store = openStore({ dir, clock: fixedClock, log });
    expect(store.counts().punches).toBe(2);
    store.close();
    expect(
      lines.filter((line) => line.includes('tableNotCarried')).map((line) => (JSON.parse(line) as { table: string }).table),
    ).toEqual(['punch_pictures', 'audit']);
    const other = temporaryFolder();
    open(other).close();
    copyFileSync(join(other, 'terminal.db'), join(other, 'copy.db'));
    writeFileSync(join(other, 'terminal.db'), 'not a database at all');
    rolledBack(other);
    const kept = openedStore(other);
    kept.meta.set('update.carriedWhole', 'yes');
    expect(kept.counts().punches).toBe(0);
    kept.close();
    const again = openedStore(other);
    // What an earlier rollback came to says nothing of this one: the file is not thrown away.
    expect(isCarriedOver(again.meta)).toBe(false);
  });
});
