import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { createLog, silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import type { Store } from '../../../src/store/store.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { PlatformRoster } from '../../../src/terminal/platform-roster.ts';
import type { Networks } from '../../../src/terminal/platform-roster.ts';

/** A picture of these tests: what the analysis makes of it stands in its text. */
const picture = (text: string): Uint8Array => Buffer.from(text);

/** A direction for each face: `face 2` is 90° away from `face 1`, what stands behind the number changes nothing. */
function embeddingOf(text: string): Float32Array {
  const angle = (Number(/\d/.exec(text)?.[0] ?? 0) * Math.PI) / 2;
  return Float32Array.of(Math.cos(angle), Math.sin(angle));
}

let dir: string;
let store: Store;
let gallery: Gallery;
let roster: PlatformRoster;
/** What the analyser was given, in order. */
let looked: string[];
let logged: string[];
/** What the roster is told when it asks for the networks. */
let recognition: () => Promise<Networks>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'roster-'));
  store = openStore({ dir, log: silentLog, clock: systemClock, platform: 'zhejiang', leastFreeMb: 1 });
  gallery = new Gallery(2);
  looked = [];
  logged = [];
  const networks: Networks = {
    modelHash: 'model',
    threshold: 0.9,
    engine: {
      embed: (crop) => Promise.resolve(embeddingOf(Buffer.from(crop).toString())),
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
      analyse: async (bytes) => {
        const text = Buffer.from(bytes).toString();
        if (text.startsWith('slow')) for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate);
        if (text === 'nobody') return { kind: 'refused', code: 'photo.noFace', message: 'no face' };
        if (text === 'garbage') return { kind: 'refused', code: 'photo.unreadable', message: 'no picture' };
        const box = { x: 0, y: 0, width: 1, height: 1 };
        const measures = { detectionScore: 1, box, yawDeg: 0, pitchDeg: 0, rollDeg: 0, sharpness: 1, brightness: 1, contrast: 1 };
        const warnings = text.startsWith('poor') ? (['photo.tooSmall', 'photo.blurred'] as const) : [];
        looked.push(text);
        if (text === 'crash' && looked.filter((seen) => seen === 'crash').length < 2)
          throw new Fault('model.failed', 'the thread ended');
        return { kind: 'face', crop: bytes, jpeg: bytes, measures, warnings };
      },
      close: () => Promise.resolve(),
    },
  };
  recognition = () => Promise.resolve(networks);
  roster = new PlatformRoster({
    store,
    recognition: () => recognition(),
    changes: new OneAtATime(),
    origin: 'zhejiang',
    onStored: () => undefined,
    onRemoved: () => undefined,
    clock: systemClock,
    log: createLog(
      (line) => logged.push(line),
      () => new Date(),
    ),
  });
});
afterEach(() => {
  store.close();
  rmSync(dir, { recursive: true });
});

const put = (id: string, ...photographs: string[]) =>
  roster.put({ id, name: '单雄信', photographs: photographs.map(picture), barredReason: null });

it('what was learnt of a person at the gate outlasts the same photographs sent again, and no other ones', async () => {
  const learnt = async (...photographs: string[]): Promise<number[]> => {
    await put('P1', 'face 1', 'face 2');
    store.learnt.add({ workerId: 'P1', embedding: embeddingOf('face 3'), modelHash: 'model', learntMs: 1, score: 0.8 }, null);
    await put('P1', ...photographs);
    return [store.learnt.of('P1').length, gallery.size];
  };
  expect(await learnt('face 1', 'face 2')).toEqual([1, 3]);
  store.learnt.forget(null);
  expect(await learnt('face 2', 'face 1')).toEqual([0, 2]);
  expect(await learnt('face 1')).toEqual([0, 1]);
});

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

it('a poor photograph that can be used is enrolled, and what is poor about it stays with the person', async () => {
  expect(await put('a', 'poor 1')).toEqual({ id: 'a', isStored: true, face: 'ok' });
  await put('b', 'face 2');
  store.close();
  store = openStore({ dir, log: silentLog, clock: systemClock, platform: 'zhejiang', leastFreeMb: 1 });
  expect(store.people.list().map(({ id, flags, templates }) => [id, templates, flags])).toEqual([
    ['a', 1, ['photo.blurred', 'photo.tooSmall']],
    ['b', 1, []],
  ]);
});

it('a better photograph takes the flags of the one before away, one that cannot be used does not', async () => {
  await put('a', 'poor 1');
  await put('a', 'nobody');
  expect(store.people.get('a')?.flags).toHaveLength(2);
  await put('a', 'face 1');
  expect(store.people.get('a')?.flags).toEqual([]);
});

it('a person whose face is already enrolled under another id is enrolled, and both are a pair', async () => {
  await put('a', 'face 1');
  expect(await put('b', 'face 1 again')).toEqual({ id: 'b', isStored: true, face: 'ok' });
  await put('c', 'face 2');
  expect(store.people.lookalikes()).toEqual([{ workerId: 'b', otherId: 'a', score: expect.closeTo(1, 5) as number }]);
  expect(gallery.size).toBe(3);
});

it('a pair ends with the removal of either, and with a photograph of somebody else', async () => {
  await put('a', 'face 1');
  await put('b', 'face 1');
  await roster.remove(['a']);
  expect(store.people.lookalikes()).toEqual([]);
  await put('c', 'face 1');
  expect(store.people.lookalikesOf('b')).toMatchObject([{ workerId: 'c' }]);
  await put('b', 'face 2');
  expect(store.people.lookalikes()).toEqual([]);
});

it('one who is sent again keeps every pair that still holds', async () => {
  for (const id of ['a', 'b', 'c']) await put(id, 'face 1');
  const before = store.people.lookalikesOf('a').map(({ workerId }) => workerId);
  await put('a', 'face 1');
  expect(before.length).toBeGreaterThan(0);
  expect(store.people.lookalikesOf('a').map(({ workerId }) => workerId)).toEqual(expect.arrayContaining(before));
});

it('counts per flag are told in the log and the audit, without ids', async () => {
  await put('a-secret', 'poor 1');
  for (let n = 0; n < 99; n++) await put(`b-secret-${String(n)}`, 'poor 1');
  const [line] = logged.filter((one) => one.includes('"enrolled"'));
  expect(JSON.parse(line ?? '{}')).toMatchObject({ count: 100, flags: 'lookalike 99, photo.blurred 100, photo.tooSmall 100' });
  expect(store.audit.list({ beforeId: null, limit: 9 })).toMatchObject([
    { actor: 'system', action: 'people.flagged', subject: 'lookalike 99, photo.blurred 100, photo.tooSmall 100' },
  ]);
  expect(logged.join()).not.toContain('secret');
});

it('a photograph that was looked at beforehand is not looked at again', async () => {
  const bytes = picture('face 1');
  roster.prepare([bytes]);
  expect([store.people.count(), gallery.size]).toEqual([0, 0]);
  await roster.put({ id: 'a', name: '甲', photographs: [bytes], barredReason: null });
  expect([looked, gallery.size]).toEqual([['face 1'], 1]);
});

it('a photograph whose look beforehand broke off is looked at again, and only then is it a failure', async () => {
  const bytes = picture('crash');
  roster.prepare([bytes]);
  expect(await roster.put({ id: 'a', name: '甲', photographs: [bytes], barredReason: null })).toMatchObject({ face: 'ok' });
  expect(looked).toEqual(['crash', 'crash']);
});

it('people are stored in the order in which they were put, however long each look takes', async () => {
  const [first, second] = [put('a', 'slow face 1'), put('b', 'face 1')];
  await Promise.all([second, first]);
  expect(store.people.lookalikes()).toMatchObject([{ workerId: 'b', otherId: 'a' }]);
});

it('a bar stays on one whose photograph was named and could not be had', async () => {
  await put('a', 'face 1');
  await roster.bar(['a'], '禁入');
  await roster.put({ id: 'a', name: '甲', photographs: null, isPhotographMissing: true, barredReason: null });
  expect(store.find('a')?.barredReason).toBe('禁入');
});

it('whoever is to leave, or to be barred, is so while the networks cannot be had: his card would open', async () => {
  for (const id of ['a', 'b', 'c']) await put(id, 'face');
  recognition = () => Promise.reject(new Fault('model.hashWrong', 'another file'));
  await roster.remove(['a']);
  await roster.put({ id: 'b', name: '单雄信', photographs: null, barredReason: '已离场' });
  expect([store.find('a'), store.find('b')?.barredReason]).toEqual([null, '已离场']);
  await expect(put('d', 'face')).rejects.toMatchObject({ code: 'model.hashWrong' });
  await roster.clear();
  expect(store.people.count()).toBe(0);
});
