import { describe, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import type { PassageFace } from '../../../src/recognition/learning/passage-face.ts';
import { CROP_BYTES } from '../../../src/shared/vision/observation.ts';
import type { Store } from '../../../src/store/store.ts';
import { Learning } from '../../../src/terminal/learning.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { goodMeasures } from '../recognition/faces.ts';
import { fixedNow, keptLog, openedStore, temporaryFolder, worker } from '../store/fixture.ts';

const DAY_MS = 24 * 3_600_000;
const IDLE_MS = 5_000;

/** A direction of four; the first is the photograph's. */
const vector = (...values: number[]): Float32Array => {
  const norm = Math.hypot(...values);
  return Float32Array.from({ length: 4 }, (_, index) => (values[index] ?? 0) / norm);
};
const views = [vector(0.8, 0.6), vector(0.8, 0, 0.6), vector(0.8, 0, 0, 0.6)];

class Site {
  readonly gallery = new Gallery(4);
  readonly changes = new OneAtATime();
  readonly store: Store;
  readonly learning: Learning;
  readonly lines: string[];
  monotonicMs = 0;
  days = 0;
  isClockDoubtful = false;

  constructor({ learnAtGate = true, learnMost = 2, store }: { learnAtGate?: boolean; learnMost?: number; store?: Store } = {}) {
    this.store = store ?? openedStore(temporaryFolder());
    const { log, lines } = keptLog();
    this.lines = lines;
    if (!store) this.enrol('w1', vector(1));
    this.learning = new Learning({
      settings: { learnAtGate, learnMost },
      store: this.store,
      recognition: async () => ({
        modelHash: 'abc',
        limits: () => ({ threshold: 0.6, margin: 0.05, lead: 0.37 }),
        engine: {
          search: async (probe, except) => this.gallery.search(probe, except),
          put: async (id, embeddings) => this.gallery.put(id, embeddings),
        },
      }),
      changes: this.changes,
      isClockDoubtful: () => this.isClockDoubtful,
      clock: { now: () => fixedNow + this.days * DAY_MS, monotonic: () => this.monotonicMs },
      log,
    });
  }

  enrol(id: string, embedding: Float32Array): void {
    const photographs = [{ jpeg: Buffer.from(id), embeddings: [embedding], modelHash: 'abc' }];
    this.store.people.put(worker(id, { photographs }), { replace: true });
    this.gallery.put(id, [embedding]);
  }

  /** Recognised, let in, gone; a day later. */
  async pass(embedding: Float32Array, changes: Partial<PassageFace> = {}, id = 'w1'): Promise<void> {
    this.recognise(embedding, changes, id);
    this.learning.punched(id);
    await this.wait();
    this.days++;
  }

  recognise(embedding: Float32Array, changes: Partial<PassageFace> = {}, id = 'w1'): void {
    const crop = new Uint8Array(CROP_BYTES).fill(128);
    this.learning.recognised(id, { embedding, crop, measures: goodMeasures, life: 6, ...changes });
  }

  /** Nobody is there, and all that can be learnt is. */
  async wait(): Promise<void> {
    for (let tick = 0; tick < 3; tick++) {
      this.learning.tick(IDLE_MS);
      await this.settle();
    }
  }

  async settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    await this.changes.run(async () => undefined);
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
  }

  get learnt(): number {
    return this.store.learnt.counts().templates;
  }
}

describe('what is learnt at the gate', () => {
  it('makes its owner nearer, on disk and in the gallery, and never his own runner-up', async () => {
    const site = new Site();
    site.enrol('w2', vector(0, 0, 0, 1));
    await site.pass(vector(0.8, 0.6));
    expect([site.learnt, site.gallery.size]).toEqual([1, 3]);
    const { best, runnerUp } = site.gallery.search(vector(0.8, 0.6));
    expect([best?.workerId, best?.score, runnerUp?.workerId]).toEqual(['w1', expect.closeTo(1), 'w2']);
    expect(site.store.learnt.notesOf('w1')).toEqual([{ learntMs: fixedNow, score: expect.closeTo(0.8) }]);
  });

  it('waits until he was let in, and until nobody is there', async () => {
    const site = new Site();
    site.recognise(vector(0.8, 0.6));
    await site.wait();
    expect(site.learnt).toBe(0);
    site.learning.punched('w1');
    site.learning.tick(0);
    await site.settle();
    expect(site.learnt).toBe(0);
    await site.wait();
    expect(site.learnt).toBe(1);
  });

  it('comes from whoever was let in, not from whom a punch much later names', async () => {
    const site = new Site();
    site.recognise(vector(0.8, 0.6));
    site.learning.punched('w2');
    site.monotonicMs += 61_000;
    site.learning.punched('w1');
    await site.wait();
    expect(site.learnt).toBe(0);
  });

  it('is bounded: of more views than may be kept the photograph and as many stay', async () => {
    const site = new Site({ learnMost: 2 });
    for (const view of views) await site.pass(view);
    expect([site.learnt, site.gallery.size]).toEqual([2, 3]);
    expect(site.gallery.search(vector(1)).best?.score).toBeCloseTo(1);
  });

  it.each([
    ['the cameras alone did not tell that he lives', { life: null }],
    ['the cameras were just content with him', { life: 4.5 }],
    ['he turned his head away', { measures: { ...goodMeasures, yawDeg: 30 } }],
    ['his face was small', { measures: { ...goodMeasures, box: { ...goodMeasures.box, width: 100 } } }],
    ['it was blurred', { measures: { ...goodMeasures, sharpness: 1 } }],
    ['his eyes could not be seen', { crop: new Uint8Array(CROP_BYTES) }],
  ])('is nothing when %s', async (_, changes) => {
    const site = new Site();
    await site.pass(vector(0.8, 0.6), changes);
    expect(site.learnt).toBe(0);
  });

  it('is nothing while the clock cannot be trusted, for it would be dated wrongly', async () => {
    const site = new Site();
    site.isClockDoubtful = true;
    await site.pass(vector(0.8, 0.6));
    expect(site.learnt).toBe(0);
  });

  it('is nothing of a worker who was barred or removed meanwhile', async () => {
    const site = new Site();
    site.recognise(vector(0.8, 0.6));
    site.learning.punched('w1');
    site.store.people.amend({ id: 'w1', name: '单雄信', origin: 'console', barredReason: '禁入' });
    await site.wait();
    expect(site.learnt).toBe(0);
    site.recognise(vector(0.8, 0.6));
    site.learning.punched('w1');
    site.store.people.remove('w1');
    await site.wait();
    expect(site.learnt).toBe(0);
  });

  it('is held against everybody else, what was learnt of them included', async () => {
    const site = new Site();
    site.enrol('w2', vector(0, 1));
    site.gallery.put('w2', [vector(0, 1), vector(0.4, 0.9)]);
    await site.pass(vector(0.8, 0.6));
    expect([site.learnt, site.lines.some((line) => line.includes('likeOther'))]).toEqual([0, true]);
  });

  it('goes when it is too near to somebody who came later, and nothing else does', async () => {
    const site = new Site();
    site.enrol('w3', vector(0, 0, 1));
    await site.pass(vector(0.8, 0.6));
    await site.pass(vector(0, 0, 0.8, 0.6), {}, 'w3');
    expect(site.learnt).toBe(2);
    // 0.83 like what was learnt of the first, 0.33 like his photograph.
    site.enrol('w2', vector(0.35, 1));
    site.learning.enrolled('w2');
    await site.wait();
    expect([site.store.learnt.workers(), site.gallery.size]).toEqual([['w3'], 4]);
    expect(site.gallery.search(vector(0.35, 1)).runnerUp?.score).toBeLessThan(0.55);
  });

  it('stays where it is a photograph that a newcomer looks like', async () => {
    const site = new Site();
    await site.pass(vector(0.8, 0, 0.6));
    // 0.6 like the photograph, 0.48 like what was learnt.
    site.enrol('w2', vector(0.6, 0.8));
    site.learning.enrolled('w2');
    site.learning.enrolled('nobody');
    await site.wait();
    expect(site.learnt).toBe(1);
  });

  it('goes when it is too near to somebody who came just before a power cut', async () => {
    const before = new Site();
    await before.pass(vector(0.8, 0.6));
    before.enrol('w2', vector(0.35, 1));
    before.learning.enrolled('w2');
    const after = new Site({ store: before.store });
    for (const { workerId } of before.store.templates.all()) {
      const all = [...before.store.templates.of(workerId), ...before.store.learnt.of(workerId)];
      after.gallery.put(
        workerId,
        all.map(({ embedding }) => embedding),
      );
    }
    await after.wait();
    expect([after.learnt, after.gallery.size]).toEqual([0, 2]);
    expect(after.gallery.search(vector(0.35, 1)).runnerUp?.score).toBeLessThan(0.55);
  });

  it('goes when somebody else’s photograph is nearer to the newcomer still', async () => {
    const site = new Site();
    await site.pass(vector(0.8, 0.6));
    site.enrol('w2', vector(0.2, 1, 0.7));
    // 0.83 like what was learnt, 0.85 like the photograph of the second.
    site.enrol('w3', vector(0.35, 1));
    site.learning.enrolled('w3');
    await site.wait();
    expect([site.learnt, site.gallery.size]).toEqual([0, 3]);
  });

  it('never names anybody in the log', async () => {
    const site = new Site();
    await site.pass(vector(0.8, 0.6));
    expect(site.lines.some((line) => line.includes('"learnt"'))).toBe(true);
    expect(site.lines.filter((line) => line.includes('w1') || line.includes('单雄信'))).toEqual([]);
  });
});

describe('forgetting', () => {
  it('takes it from disk and gallery at once, of one worker or of all, and leaves the photographs', async () => {
    const site = new Site();
    site.enrol('w2', vector(0, 0, 0, 1));
    await site.pass(vector(0.8, 0.6));
    await site.pass(vector(0, 0, 0.6, 0.8), {}, 'w2');
    expect(site.gallery.size).toBe(4);
    expect(await site.learning.forget('w1')).toBe(1);
    expect([site.store.learnt.workers(), site.gallery.size]).toEqual([['w2'], 3]);
    expect(await site.learning.forget(null)).toBe(1);
    expect([site.learnt, site.gallery.size]).toEqual([0, 2]);
  });

  it('holds for what was seen before: a view that waits, or is being judged, is learnt no more', async () => {
    const site = new Site();
    site.recognise(vector(0.8, 0.6));
    site.learning.punched('w1');
    await site.learning.forget(null);
    await site.wait();
    site.recognise(vector(0.8, 0.6));
    site.learning.punched('w1');
    site.learning.tick(IDLE_MS);
    await site.learning.forget('w1');
    await site.settle();
    expect([site.learnt, site.gallery.size]).toEqual([0, 1]);
  });

  it('happens by itself where the site learns no more, and stands in the audit log', async () => {
    const { store } = new Site();
    store.learnt.add({ workerId: 'w1', embedding: vector(0.8, 0.6), modelHash: 'abc', learntMs: 1, score: 0.8 }, null);
    const off = new Site({ learnAtGate: false, store });
    expect(off.learnt).toBe(0);
    expect(store.audit.list({ beforeId: null, limit: 1 })).toMatchObject([{ actor: 'system', action: 'learnt.forgotten' }]);
    off.gallery.put('w1', [vector(1)]);
    await off.pass(vector(0.8, 0.6));
    expect([off.learnt, off.learning.view()]).toEqual([0, { isOn: false, templates: 0, workers: 0, newestMs: null }]);
    expect(new Site({ learnAtGate: false, store }).store.audit.list({ beforeId: null, limit: 9 })).toHaveLength(1);
  });
});
