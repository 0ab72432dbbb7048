import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Store } from '../../../src/store/store.ts';
import { embedding, fixedNow, openedStore, temporaryFolder, withDatabase, worker } from './fixture.ts';

const learnt = (workerId: string, seed: number, changes: { modelHash?: string; learntMs?: number } = {}) => ({
  ...{ workerId, embedding: embedding(seed), modelHash: 'abc', learntMs: fixedNow + seed, score: 0.8 },
  ...changes,
});
function roster(...ids: string[]): { dir: string; store: Store } {
  const dir = temporaryFolder();
  const store = openedStore(dir);
  for (const id of ids) store.people.put(worker(id), { replace: false });
  return { dir, store };
}
const seedsOf = (store: Store, workerId: string): number[] =>
  store.learnt.of(workerId).map(({ learntMs }) => learntMs - fixedNow);

describe('templates learnt at the gate', () => {
  it('are there after a restart, oldest first, with what made them', () => {
    const { dir, store } = roster('w1');
    store.learnt.add(learnt('w1', 2), null);
    store.learnt.add(learnt('w1', 3), null);
    store.close();
    const again = openedStore(dir);
    expect(again.learnt.of('w1')).toMatchObject([learnt('w1', 2), learnt('w1', 3)]);
    expect(again.learnt.notesOf('w1')).toEqual([2, 3].map((seed) => ({ learntMs: fixedNow + seed, score: 0.8 })));
    expect(again.learnt.counts()).toEqual({ templates: 2, workers: 1, newestMs: fixedNow + 3 });
  });

  it('take the place of the one that goes for them', () => {
    const { store } = roster('w1');
    store.learnt.add(learnt('w1', 2), null);
    store.learnt.add(learnt('w1', 3), null);
    store.learnt.add(learnt('w1', 4), store.learnt.of('w1')[0]?.id ?? 0);
    expect(seedsOf(store, 'w1')).toEqual([3, 4]);
  });

  it('are no templates of a photograph: a worker without one is not known by them', () => {
    const { store } = roster('w1');
    store.learnt.add(learnt('w1', 2), null);
    expect([store.counts().templates, store.people.get('w1')?.templates, [...store.templates.all()].length]).toEqual([1, 1, 1]);
  });

  it('go with their worker, with another photograph of him, and with the whole roster; another name leaves them', () => {
    const { store } = roster('w1', 'w2', 'w3');
    for (const id of ['w1', 'w2', 'w3']) store.learnt.add(learnt(id, 2), null);
    store.people.remove('w1');
    store.people.put(worker('w2'), { replace: true });
    const { photographs: _, ...named } = worker('w3', { name: '王伟' });
    store.people.amend(named);
    expect(store.learnt.workers()).toEqual(['w3']);
    store.people.clear();
    expect(store.learnt.counts()).toEqual({ templates: 0, workers: 0, newestMs: null });
  });

  it('are forgotten for one worker or for all', () => {
    const { store } = roster('w1', 'w2');
    for (const id of ['w1', 'w2']) store.learnt.add(learnt(id, 2), null);
    expect([store.learnt.forget('w1'), store.learnt.workers()]).toEqual([1, ['w2']]);
    store.learnt.add(learnt('w1', 3), null);
    expect([store.learnt.forget(null), store.learnt.workers(), store.learnt.forget(null)]).toEqual([2, [], 0]);
  });

  it('are kept only of one network, and the newest', () => {
    const { store } = roster('w1', 'w2');
    store.learnt.add(learnt('w1', 2, { modelHash: 'another' }), null);
    for (const seed of [3, 4, 5]) store.learnt.add(learnt('w1', seed), null);
    store.learnt.add(learnt('w2', 6), null);
    expect(store.learnt.keepOnly('abc', 2)).toBe(2);
    expect([seedsOf(store, 'w1'), seedsOf(store, 'w2')]).toEqual([[4, 5], [6]]);
    expect([store.learnt.keepOnly('abc', 0), store.learnt.counts().templates]).toEqual([3, 0]);
  });

  it('are sealed to their row and erased from the file', () => {
    const { dir, store } = roster('w1', 'w2');
    for (const id of ['w1', 'w2']) store.learnt.add(learnt(id, 2), null);
    const plain = Buffer.from(new Uint8Array(embedding(2).buffer));
    const sealed = withDatabase(dir, (database) => database.prepare('SELECT sealed FROM learnt_templates').pluck().all());
    const isInFiles = (bytes: Buffer): boolean =>
      ['terminal.db', 'terminal.db-wal'].some((name) => readFileSync(join(dir, name)).includes(bytes));
    expect([sealed.length, isInFiles(plain), isInFiles(sealed[0] as Buffer)]).toEqual([2, false, true]);
    store.learnt.forget('w1');
    expect(isInFiles(sealed[0] as Buffer)).toBe(false);
    withDatabase(dir, (database) => database.exec("UPDATE learnt_templates SET worker_id = 'w1'"));
    expect([store.learnt.of('w1'), store.counts().quarantined]).toEqual([[], 1]);
    store.learnt.forget(null);
    expect(store.counts().quarantined).toBe(0);
  });

  it('of another platform’s people are neither seen nor used, and forgotten with all the rest', () => {
    const dir = temporaryFolder();
    const before = openedStore(dir, { platform: 'zhejiang' });
    before.people.put(worker('w1', { origin: 'zhejiang' }), { replace: false });
    before.learnt.add(learnt('w1', 2), null);
    before.close();
    const store = openedStore(dir, { platform: 'sichuan' });
    expect([store.learnt.all(), store.learnt.of('w1'), store.learnt.counts().templates]).toEqual([[], [], 0]);
    expect(store.learnt.forget(null)).toBe(1);
  });
});
