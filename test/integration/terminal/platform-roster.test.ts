import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { PlatformRoster } from '../../../src/terminal/platform-roster.ts';
import type { Networks } from '../../../src/terminal/platform-roster.ts';

/** A picture of these tests: what the analysis makes of it stands in its text. */
const picture = (text: string): Uint8Array => Buffer.from(text);

let dir: string;
let store: Store;
let gallery: Gallery;
let roster: PlatformRoster;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'roster-'));
  store = openStore({ dir, log: silentLog, clock: systemClock, platform: 'zhejiang', leastFreeMb: 1 });
  gallery = new Gallery(2);
  const networks: Networks = {
    modelHash: 'model',
    engine: {
      embed: (crop) => Promise.resolve(Float32Array.of(crop[0] ?? 0, 1)),
      put: (id, embeddings) => Promise.resolve(gallery.put(id, embeddings)),
      remove: (id) => Promise.resolve(gallery.remove(id)),
      clear: () => Promise.resolve(gallery.clear()),
      load: () => Promise.resolve(),
      search: (probe) => Promise.resolve(gallery.search(probe)),
      size: () => gallery.size,
      close: () => Promise.resolve(),
    },
    analyser: {
      analyse: (bytes) => {
        const text = Buffer.from(bytes).toString();
        if (text === 'nobody') return Promise.resolve({ kind: 'refused', code: 'photo.noFace', message: 'no face' });
        if (text === 'garbage') return Promise.resolve({ kind: 'refused', code: 'photo.unreadable', message: 'no picture' });
        const box = { x: 0, y: 0, width: 1, height: 1 };
        const measures = { detectionScore: 1, box, yawDeg: 0, pitchDeg: 0, rollDeg: 0, sharpness: 1, brightness: 1, contrast: 1 };
        return Promise.resolve({ kind: 'face', crop: bytes, jpeg: bytes, measures, warnings: [] });
      },
      close: () => Promise.resolve(),
    },
  };
  roster = new PlatformRoster({
    store,
    recognition: () => Promise.resolve(networks),
    changes: new OneAtATime(),
    origin: 'zhejiang',
    onStored: () => undefined,
    onRemoved: () => undefined,
    log: silentLog,
  });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const put = (id: string, ...photographs: string[]) =>
  roster.put({ id, name: '单雄信', photographs: photographs.map(picture), barredReason: null });

it('a person with a photograph is stored and in the gallery when the promise resolves', async () => {
  expect(await put('a', 'face')).toEqual({ id: 'a', isStored: true, face: 'ok' });
  expect([gallery.size, roster.counts()]).toEqual([1, { persons: 1, faces: 1 }]);
  expect(Buffer.from(roster.photograph('a') ?? []).toString()).toBe('face');
});

it.each([
  ['nobody', 'noFace'],
  ['garbage', 'unreadable'],
] as const)('a new photograph that cannot be used (%s) does not destroy the template that worked', async (bad, face) => {
  await put('a', 'face');
  expect(await put('a', bad)).toEqual({ id: 'a', isStored: true, face });
  expect([gallery.size, roster.counts()]).toEqual([1, { persons: 1, faces: 1 }]);
});

it('of several photographs those that can be used become templates', async () => {
  expect(await put('a', 'first', 'nobody', 'third')).toMatchObject({ face: 'ok' });
  expect([gallery.size, roster.counts()]).toEqual([2, { persons: 1, faces: 1 }]);
});

it('a person without a photograph is stored, and listed as one whom the gate cannot know', async () => {
  expect(await roster.put({ id: 'a', name: '甲', photographs: null, barredReason: null })).toMatchObject({
    isStored: true,
    face: 'none',
  });
  expect(roster.list(null, 10)).toEqual([{ id: 'a', name: '甲', hasTemplate: false }]);
});

it('a name that cannot be stored is reported, and others are unaffected', async () => {
  expect(await roster.put({ id: 'a', name: 'x'.repeat(65), photographs: [picture('face')], barredReason: null })).toMatchObject({
    isStored: false,
  });
  expect(await put('b', 'face')).toMatchObject({ isStored: true });
  expect([gallery.size, roster.counts()]).toEqual([1, { persons: 1, faces: 1 }]);
});

it('one who is barred keeps his template, and a later photograph lifts it', async () => {
  await put('a', 'face');
  await roster.bar(['a', 'nobody-here'], '红码');
  expect(store.find('a')?.barredReason).toBe('红码');
  expect(gallery.size).toBe(1);
  await put('a', 'face');
  expect(store.find('a')?.barredReason).toBeNull();
});

it('a photograph that was to lift a bar and cannot be used lifts nothing', async () => {
  await put('a', 'face');
  await roster.bar(['a'], '禁入');
  await put('a', 'nobody');
  expect(store.find('a')?.barredReason).toBe('禁入');
});

it('a removal that comes while a photograph is looked at is not undone by it', async () => {
  const added = put('a', 'face');
  const removed = roster.remove(['a']);
  await Promise.all([added, removed]);
  expect([gallery.size, roster.counts()]).toEqual([0, { persons: 0, faces: 0 }]);
});

it('clearing takes everyone out of store and gallery, and pages follow the ids', async () => {
  for (const id of ['c', 'a', 'b']) await put(id, 'face');
  expect(roster.list('a', 1).map(({ id }) => id)).toEqual(['b']);
  await roster.clear();
  expect([gallery.size, roster.counts(), roster.list(null, 10)]).toEqual([0, { persons: 0, faces: 0 }, []]);
});
