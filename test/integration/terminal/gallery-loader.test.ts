import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import type { PhotographResult } from '../../../src/recognition/photograph-analyser.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store/store.ts';
import type { NewWorker } from '../../../src/store/worker-fields.ts';
import { loadGallery, reembed, type GalleryLoaderParts } from '../../../src/terminal/gallery-loader.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';

let dir: string;
let store: Store;
let gallery: Gallery;
let parts: GalleryLoaderParts;
let analysed: (bytes: Uint8Array) => PhotographResult;

const box = { x: 0, y: 0, width: 1, height: 1 };
const measures = { detectionScore: 1, box, yawDeg: 0, pitchDeg: 0, rollDeg: 0, sharpness: 1, brightness: 1, contrast: 1 };
const face = (bytes: Uint8Array): PhotographResult => ({ kind: 'face', crop: bytes, jpeg: bytes, measures, warnings: [] });

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'loader-'));
  store = openStore({ dir, log: silentLog, clock: systemClock, leastFreeMb: 1 });
  gallery = new Gallery(2);
  analysed = face;
  parts = {
    ...{ store, modelHash: 'new', learntMost: 2, changes: new OneAtATime(), log: silentLog },
    engine: {
      embed: () => Promise.resolve(Float32Array.of(0, 1)),
      put: (id, embeddings) => Promise.resolve(gallery.put(id, embeddings)),
      remove: (id) => Promise.resolve(gallery.remove(id)),
      clear: () => Promise.resolve(gallery.clear()),
      load: (templates) => {
        gallery.clear();
        for (const { workerId, embeddings } of templates) gallery.put(workerId, embeddings);
        return Promise.resolve();
      },
      search: (probe) => Promise.resolve(gallery.search(probe)),
      scoreOf: (workerId, probe) => Promise.resolve(gallery.scoreOf(workerId, probe)),
      size: () => gallery.size,
      version: () => 0,
      close: () => Promise.resolve(),
    },
    analyser: { analyse: (bytes) => Promise.resolve().then(() => analysed(bytes)), close: () => Promise.resolve() },
  };
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const enrolled = (id: string, modelHash: string, more: Partial<NewWorker> = {}): void => {
  const photographs = [{ jpeg: Buffer.from(id), embeddings: [Float32Array.of(1, 0)], modelHash, flags: ['photo.tooSmall'] }];
  store.people.put({ ...{ id, name: id, origin: 'console', barredReason: null, photographs }, ...more }, { replace: true });
};
const going = new AbortController().signal;

it('templates of another recogniser are not in the gallery until they are made again', async () => {
  enrolled('old', 'old');
  enrolled('new', 'new');
  const stale = await loadGallery(parts);
  expect([[...stale], gallery.size]).toEqual([['old'], 1]);
  const told: (string | number)[] = [];
  await reembed({ ...parts, onLeft: (left) => told.push(left), onReembedded: (id) => told.push(id) }, stale, going);
  expect(told).toEqual([1, 'old', 0]);
  expect([gallery.size, [...store.templates.all()].map(({ modelHash }) => modelHash)]).toEqual([2, ['new', 'new']]);
});

it('what was learnt at the gate is searched beside the photograph; what another recogniser made of it, or what is too much, is forgotten', async () => {
  enrolled('old', 'old');
  enrolled('new', 'new');
  const learn = (workerId: string, modelHash: string, learntMs: number): void =>
    store.learnt.add({ workerId, modelHash, learntMs, score: 0.8, embedding: Float32Array.of(0.6, 0.8) }, null);
  learn('old', 'old', 1);
  for (const learntMs of [2, 3, 4]) learn('new', 'new', learntMs);
  await loadGallery(parts);
  expect(gallery.size).toBe(3);
  expect(store.learnt.all().map(({ workerId, learntMs }) => [workerId, learntMs])).toEqual([
    ['new', 3],
    ['new', 4],
  ]);
  parts = { ...parts, learntMost: 0 };
  await loadGallery(parts);
  expect([gallery.size, store.learnt.counts().templates]).toEqual([1, 0]);
});

it('what is poor about a photograph, a bar, and who looks like him, outlast new templates', async () => {
  enrolled('other', 'new');
  enrolled('old', 'old', { barredReason: '禁入', lookalikes: [{ workerId: 'other', score: 0.7 }] });
  await reembed(parts, await loadGallery(parts), going);
  expect(store.people.get('old')).toMatchObject({ templates: 1, flags: ['photo.tooSmall'], barredReason: '禁入' });
  expect(store.people.lookalikes()).toEqual([{ workerId: 'old', otherId: 'other', score: 0.7 }]);
});

it('one whose photograph cannot be used any more is known to the gate no longer, and keeps the photograph', async () => {
  enrolled('old', 'old');
  analysed = () => ({ kind: 'refused', code: 'photo.noFace', message: 'no face' });
  await reembed(parts, await loadGallery(parts), going);
  expect([gallery.size, store.people.get('old')]).toMatchObject([0, { photographs: 1, templates: 0, flags: ['photo.tooSmall'] }]);
  // Said in the list of people, or nobody would know why.
  expect(store.peopleSearch.get('old')?.photoRefusal).toBe('photo.noFace');
});

it('with whom the networks fail, he alone stays unknown to the gate, stored as he was, and is tried again', async () => {
  for (const id of ['a', 'b', 'c']) enrolled(id, 'old');
  let failures = 3;
  analysed = (bytes) => {
    if (Buffer.from(bytes).toString() === 'b' && failures-- > 0) throw new Fault('model.failed', 'the thread ended');
    return face(bytes);
  };
  const waits: [number, number, unknown][] = [];
  const left: number[] = [];
  const pause = (ms: number): Promise<void> => {
    waits.push([ms, gallery.size, store.people.get('b')?.photographs]);
    return Promise.resolve();
  };
  await reembed({ ...parts, onLeft: (workers) => left.push(workers) }, await loadGallery(parts), going, pause);
  expect(left).toEqual([3, 2, 2, 1, 1, 1, 0]);
  expect(waits).toEqual([
    [60_000, 2, 1],
    [120_000, 2, 1],
    [240_000, 2, 1],
  ]);
  expect(gallery.size).toBe(3);
});

it('ends with the terminal, also while it waits to try again', async () => {
  enrolled('a', 'old');
  analysed = () => {
    throw new Fault('model.failed', 'the thread ended');
  };
  const ending = new AbortController();
  const work = reembed(parts, await loadGallery(parts), ending.signal);
  setTimeout(() => ending.abort(), 20);
  await expect(work).rejects.toMatchObject({ name: 'AbortError' });
});

it('one who was enrolled anew meanwhile keeps what was made of the picture as it came', async () => {
  enrolled('old', 'old');
  const stale = await loadGallery(parts);
  enrolled('old', 'new');
  store.learnt.add({ workerId: 'old', modelHash: 'new', learntMs: 1, score: 0.8, embedding: Float32Array.of(0.6, 0.8) }, null);
  await reembed(parts, stale, going);
  expect([store.templates.of('old')[0]?.embedding, store.learnt.counts().templates]).toEqual([Float32Array.of(1, 0), 1]);
});

it('one who was removed meanwhile is not brought back', async () => {
  enrolled('old', 'old');
  const stale = await loadGallery(parts);
  store.people.remove('old');
  await reembed(parts, stale, going);
  expect([gallery.size, store.people.count()]).toEqual([0, 0]);
});
