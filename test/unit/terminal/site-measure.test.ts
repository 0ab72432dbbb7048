import { describe, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';
import type { SiteRate } from '../../../src/shared/site-rate.ts';
import type { Store } from '../../../src/store/store.ts';
import { SiteMeasure } from '../../../src/terminal/site-measure.ts';
import { fixedNow, keptLog, openedStore, temporaryFolder, worker } from '../store/fixture.ts';

const LENGTH = 64;
const IDLE_MS = 5_000;
const SETTLED_MS = 61_000;

/** A direction of its own for each number, at right angles to all others, and one beside it. */
const axis = (index: number): Float32Array => Float32Array.from({ length: LENGTH }, (_, i) => (i === index ? 1 : 0));
const beside = (index: number, cosine: number, along: number): Float32Array =>
  Float32Array.from({ length: LENGTH }, (_, i) => (i === index ? cosine : i === along ? Math.sqrt(1 - cosine ** 2) : 0));

class Site {
  readonly gallery = new Gallery(LENGTH);
  readonly store: Store = openedStore(temporaryFolder());
  readonly told: SiteRate[] = [];
  readonly lines: string[];
  readonly measure: SiteMeasure;
  version = 0;
  searches = 0;
  nowMs = 0;
  /** That one search takes. */
  searchMs = 0;
  limits = { threshold: 0.55, margin: 0.05, lead: 0.37 };

  constructor() {
    const { log, lines } = keptLog();
    this.lines = lines;
    this.measure = new SiteMeasure({
      store: this.store,
      recognition: async () => ({
        modelHash: 'abc',
        limits: () => this.limits,
        engine: {
          version: () => this.version,
          search: async (probe, except) => {
            this.searches++;
            this.nowMs += this.searchMs;
            return this.gallery.search(probe, except);
          },
        },
      }),
      onMeasured: (rate) => this.told.push(rate),
      clock: { now: () => fixedNow + this.nowMs, monotonic: () => this.nowMs },
      log,
    });
  }

  enrol(
    id: string,
    embedding: Float32Array,
    { name = id, learnt = [], modelHash = 'abc' }: { name?: string; learnt?: readonly Float32Array[]; modelHash?: string } = {},
  ): void {
    const photographs = [{ jpeg: Buffer.from(id), embeddings: [embedding], modelHash }];
    this.store.people.put({ ...worker(id, { photographs }), name }, { replace: true });
    this.gallery.put(id, [embedding, ...learnt]);
    this.version++;
  }

  /** `count` people who are like nobody. */
  enrolMany(count: number): void {
    for (let index = 0; index < count; index++) this.enrol(`w${String(index).padStart(2, '0')}`, axis(index));
  }

  async tick(idleMs = IDLE_MS): Promise<void> {
    this.measure.tick(idleMs);
    await new Promise(setImmediate);
  }

  /** The roster settles, and is measured while nobody is there. */
  async settle(): Promise<void> {
    await this.tick();
    this.nowMs += SETTLED_MS;
    await this.tick();
  }
}

describe('the measurement of the site', () => {
  it('searches each photograph without its owner, at the limits of the gate', async () => {
    const site = new Site();
    site.enrolMany(58);
    // Very like w00, and far from everybody else.
    site.enrol('x1', beside(0, 0.62, 60));
    site.enrol('x2', beside(1, 0.54, 61));
    await site.settle();
    expect(site.measure.view()).toEqual({
      ...{ atMs: fixedNow + SETTLED_MS, workers: 60, named: 2, lookalikes: 0, doubles: 0, limits: site.limits },
      ...{ rate: expect.objectContaining({ share: 2 / 60 }) as unknown, isHigh: false, neededThreshold: 0.621 },
    });
    expect(site.told).toEqual([site.measure.view()]);
  });

  it('takes nobody for himself by what was learnt of him, and searches nothing that was learnt', async () => {
    const site = new Site();
    site.enrolMany(50);
    site.enrol('x1', axis(60), { learnt: [beside(60, 0.8, 61), beside(3, 0.9, 62)] });
    await site.settle();
    // w03 finds what was learnt of x1; x1's photograph finds nobody, although what was learnt is like w03.
    expect([site.searches, site.measure.view()?.named]).toEqual([51, 1]);
  });

  it('counts apart whom the roster shows as very like, and who has the same name', async () => {
    const site = new Site();
    site.enrolMany(50);
    site.enrol('a1', axis(50), { name: '李四' });
    site.enrol('a2', beside(50, 0.9, 51), { name: '李四' });
    site.enrol('b1', axis(52));
    site.enrol('b2', beside(52, 0.9, 53));
    site.store.people.put(
      {
        ...worker('b2', { photographs: [{ jpeg: Buffer.from('b2'), embeddings: [beside(52, 0.9, 53)], modelHash: 'abc' }] }),
        lookalikes: [{ workerId: 'b1', score: 0.9 }],
      },
      { replace: true },
    );
    await site.settle();
    expect(site.measure.view()).toMatchObject({ workers: 52, named: 2, lookalikes: 2, doubles: 2 });
  });

  it('leaves out whom the network in use does not know', async () => {
    const site = new Site();
    site.enrolMany(50);
    site.enrol('old', beside(0, 0.9, 60), { modelHash: 'before' });
    await site.settle();
    // He is in this gallery for the test's sake, so that w00 is taken for him.
    expect(site.measure.view()).toMatchObject({ workers: 50, named: 1 });
  });

  it('waits until the roster has settled and nobody is there', async () => {
    const site = new Site();
    site.enrolMany(50);
    await site.tick();
    site.nowMs += 59_000;
    await site.tick();
    site.enrol('late', axis(60));
    site.nowMs += 2_000;
    await site.tick();
    site.nowMs += 59_000;
    await site.tick();
    expect(site.searches).toBe(0);
    site.nowMs += 2_000;
    await site.tick(0);
    expect([site.searches, site.measure.view()]).toEqual([0, null]);
    await site.tick();
    expect(site.measure.view()?.workers).toBe(51);
  });

  it('does a few people at a time, and stops when somebody comes', async () => {
    const site = new Site();
    site.enrolMany(50);
    site.searchMs = 2;
    await site.settle();
    expect([site.searches, site.measure.view()]).toEqual([5, null]);
    await site.tick(0);
    expect(site.searches).toBe(5);
    for (let slice = 1; slice <= 9; slice++) await site.tick();
    expect([site.searches, site.measure.view()]).toEqual([50, null]);
    await site.tick();
    expect([site.searches, site.measure.view()?.workers]).toEqual([50, 50]);
  });

  it('begins anew when the gallery changes in its middle', async () => {
    const site = new Site();
    site.enrolMany(50);
    site.searchMs = 2;
    await site.settle();
    // Whoever was searched already is very like him.
    site.enrol('x1', beside(0, 0.7, 60));
    site.searchMs = 0;
    await site.tick();
    expect(site.measure.view()).toBeNull();
    await site.settle();
    expect(site.measure.view()).toMatchObject({ workers: 51, named: 2 });
    expect(site.told).toHaveLength(1);
  });

  it('says nothing of a gallery that changes during a search', async () => {
    const site = new Site();
    site.enrolMany(50);
    const search = site.gallery.search.bind(site.gallery);
    site.gallery.search = (probe, except) => {
      if (site.searches === 50) site.enrol('x1', beside(0, 0.7, 60));
      return search(probe, except);
    };
    await site.settle();
    expect([site.searches, site.measure.view()]).toEqual([50, null]);
    await site.settle();
    expect(site.measure.view()).toMatchObject({ workers: 51, named: 2 });
  });

  it('is repeated when the roster has changed noticeably, not for every change', async () => {
    const site = new Site();
    site.enrolMany(50);
    await site.settle();
    for (let index = 0; index < 9; index++) site.enrol(`w${String(index).padStart(2, '0')}`, beside(index + 9, 0.7, index));
    await site.settle();
    expect(site.told).toHaveLength(1);
    site.enrol('w09', axis(60));
    await site.settle();
    expect(site.told).toHaveLength(2);
    expect(site.told.at(-1)?.named).toBeGreaterThan(0);
    // The whole roster is cleared in one change.
    site.store.people.clear();
    site.gallery.clear();
    site.version++;
    await site.settle();
    expect(site.told.at(-1)).toMatchObject({ workers: 0, rate: null });
  });

  it('goes on later when the store fails', async () => {
    const site = new Site();
    site.enrolMany(50);
    const { people } = site.store;
    const page = people.page.bind(people);
    people.page = () => {
      throw new Error('disk');
    };
    await site.settle();
    expect(site.lines.join()).toContain('siteMeasureFailed');
    people.page = page;
    await site.settle();
    expect(site.measure.view()?.workers).toBe(50);
  });
});
