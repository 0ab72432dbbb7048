import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { parseCardNumber } from '../../../src/store/card-number.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { Enrolment, type NewWorker } from '../../../src/terminal/enrolment.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { removeWorker, type RemovalParts } from '../../../src/terminal/removal.ts';

let dir: string;
let store: Store;
let gallery: Gallery;
let enrolment: Enrolment;
/** Lets somebody go; `recognition`: the one that enrols by default. */
let remove: (id: string, recognition?: RemovalParts['recognition']) => Promise<void>;

const box = { x: 0, y: 0, width: 1, height: 1 };
const measures = { detectionScore: 1, box, yawDeg: 0, pitchDeg: 0, rollDeg: 0, sharpness: 1, brightness: 1, contrast: 1 };

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'enrolment-'));
  store = openStore({ dir, log: silentLog, clock: systemClock, leastFreeMb: 1 });
  gallery = new Gallery(2);
  const changes = new OneAtATime();
  remove = (id, recognition = () => Promise.resolve({ engine: { remove: async (one) => gallery.remove(one) } })) =>
    removeWorker(id, { store, recognition, changes, onRemoved: () => undefined, log: silentLog });
  enrolment = new Enrolment({
    ...{ store, modelHash: 'model', threshold: 0.9, changes, log: silentLog },
    engine: {
      // A face's direction is the first byte of its picture, in degrees.
      embed: ([degrees = 0]) =>
        Promise.resolve(Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))),
      put: (id, embeddings) => Promise.resolve(gallery.put(id, embeddings)),
      remove: (id) => Promise.resolve(gallery.remove(id)),
      clear: () => Promise.resolve(gallery.clear()),
      load: () => Promise.resolve(),
      search: (probe, except) => Promise.resolve(gallery.search(probe, except)),
      scoreOf: (workerId, probe) => Promise.resolve(gallery.scoreOf(workerId, probe)),
      size: () => gallery.size,
      version: () => 0,
      close: () => Promise.resolve(),
    },
    analyser: {
      analyse: (bytes) => Promise.resolve({ kind: 'face', crop: bytes, jpeg: bytes, measures, warnings: [] }),
      close: () => Promise.resolve(),
    },
    onEnrolled: () => undefined,
  });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const add = (id: string, degrees: number, more: Partial<NewWorker> = {}) =>
  enrolment.add({
    ...{ id, name: id, photograph: Uint8Array.of(degrees), origin: 'console', strictness: 'capture', shouldReplace: false },
    ...more,
  });

it('whoever stands by is told that the face is another worker’s already, and the pair is kept', async () => {
  expect(await add('a', 0)).toEqual({ isReplaced: false, warnings: [] });
  const { warnings } = await add('b', 10);
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('"a"');
  expect(store.people.lookalikes()).toMatchObject([{ workerId: 'b', otherId: 'a' }]);
  expect((await add('c', 90)).warnings).toEqual([]);
});

it('a worker who is replaced is told from his own older face, not from that of another', async () => {
  await add('a', 0);
  await add('b', 10);
  const { isReplaced, warnings } = await add('b', 9, { shouldReplace: true });
  expect([isReplaced, warnings.length, store.people.lookalikes().length]).toEqual([true, 1, 1]);
  expect((await add('b', 90, { shouldReplace: true })).warnings).toEqual([]);
  expect(store.people.lookalikes()).toEqual([]);
});

it('of one face under three ids every pair is kept: whichever is removed, the other two are still shown', async () => {
  await add('first', 20);
  await add('second', 10);
  // Nearest to the first one alone.
  expect((await add('third', 28)).warnings).toHaveLength(2);
  await remove('first');
  expect(store.people.lookalikes()).toMatchObject([{ workerId: 'third', otherId: 'second' }]);
});

it('an id that is taken stays with its worker, unless his removal was asked for before', async () => {
  await add('a', 0);
  await expect(add('a', 90)).rejects.toMatchObject({ code: 'worker.exists' });
  const [removed, added] = [remove('a'), add('a', 90)];
  await removed;
  expect(await added).toMatchObject({ isReplaced: false });
  expect([gallery.size, store.people.count()]).toEqual([1, 1]);
});

it('a removal asked for while a photograph is looked at is not undone by it', async () => {
  const [added, removed] = [add('a', 0), remove('a')];
  await Promise.all([added, removed]);
  expect([gallery.size, store.people.count()]).toEqual([0, 0]);
});

it('somebody can be let go while the networks cannot be had: his card would open', async () => {
  await add('a', 0);
  store.cards.add('a', parseCardNumber('12345678'));
  const broken = (): Promise<never> => Promise.reject(new Fault('model.hashWrong', 'another file'));
  await remove('a', broken);
  expect([store.people.count(), store.cards.of('a')]).toEqual([0, []]);
  await expect(remove('a', broken)).rejects.toMatchObject({ code: 'worker.unknown' });
});
