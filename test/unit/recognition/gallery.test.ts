import { describe, expect, it } from 'vitest';
import { GalleryRows } from '../../../src/recognition/gallery-rows.ts';
import { Gallery } from '../../../src/recognition/gallery.ts';

/** Deterministic numbers from 0 to 1. */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return state / 0x8000_0000;
  };
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function unitVectors(count: number, length: number, next = chance(12_345)): Float32Array[] {
  return Array.from({ length: count }, () => unit(Float32Array.from({ length }, () => next() - 0.5)));
}

const axis = (index: number, length = 4): Float32Array => Float32Array.from({ length }, (_, i) => (i === index ? 1 : 0));
const mix = (a: number, b: number): Float32Array => Float32Array.of(a, b, 0, 0);
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

const kinds = [
  ['on the vectors of the processor', { isPlain: false }],
  ['without them', { isPlain: true }],
] as const;

describe.each(kinds)('the gallery %s', (_kind, options) => {
  it('answers nothing while it is empty', () => {
    expect(new Gallery(4, options).search(axis(0))).toEqual({ best: null, runnerUp: null });
  });

  it('tells how alike a probe is to one worker by his nearest template, whoever else is nearer', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0), axis(2)]);
    gallery.put('b', [axis(1)]);
    expect(gallery.scoreOf('a', mix(0.6, 0.8))).toBeCloseTo(0.6);
    expect(gallery.scoreOf('b', mix(0.6, 0.8))).toBeCloseTo(0.8);
    expect(gallery.scoreOf('nobody', axis(0))).toBeNull();
    gallery.remove('a');
    expect(gallery.scoreOf('a', axis(0))).toBeNull();
  });

  it('finds the nearest worker and the nearest other worker', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0)]);
    gallery.put('b', [axis(1)]);
    gallery.put('c', [axis(2)]);
    const { best, runnerUp } = gallery.search(mix(0.8, 0.6));
    expect(best?.workerId).toBe('a');
    expect(best?.score).toBeCloseTo(0.8, 6);
    expect(runnerUp?.workerId).toBe('b');
    expect(runnerUp?.score).toBeCloseTo(0.6, 6);
  });

  it.each([
    ['the better template first', [mix(1, 0), mix(0.8, 0.6)]],
    ['the better template last', [mix(0.8, 0.6), mix(1, 0)]],
  ])('never names another template of the best worker as the runner-up: %s', (_order, templates) => {
    const gallery = new Gallery(4, options);
    gallery.put('b', [axis(1)]);
    gallery.put('a', templates);
    const { best, runnerUp } = gallery.search(mix(1, 0));
    expect(best?.workerId).toBe('a');
    expect(best?.score).toBeCloseTo(1, 6);
    expect(runnerUp?.workerId).toBe('b');
  });

  it('answers the cosine of probes that are not of unit length times their length', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0)]);
    gallery.put('b', [axis(1)]);
    for (const factor of [1e-6, 0.3, 17, 1e6]) {
      const { best, runnerUp } = gallery.search(mix(0.6 * factor, 0.8 * factor));
      expect(best).toEqual({ workerId: 'b', score: Math.fround(0.8 * factor) });
      expect(runnerUp).toEqual({ workerId: 'a', score: Math.fround(0.6 * factor) });
    }
  });

  it('is like nobody to a probe without a direction', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0)]);
    expect(gallery.search(new Float32Array(4)).best).toEqual({ workerId: 'a', score: 0 });
    expect(() => gallery.search(mix(Number.NaN, 0))).toThrow('internal.bug');
    expect(() => gallery.search(mix(Infinity, 0))).toThrow('internal.bug');
  });

  it('replaces the templates of a worker who is put again', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0), axis(1)]);
    gallery.put('a', [axis(2)]);
    expect(gallery.size).toBe(1);
    expect(gallery.search(axis(0)).best?.score).toBe(0);
    gallery.put('a', []);
    expect(gallery.size).toBe(0);
  });

  it('passes over a worker who is taken out, with all his templates', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [mix(1, 0), mix(0.8, 0.6)]);
    gallery.put('b', [axis(1)]);
    gallery.put('c', [axis(2)]);
    const { best, runnerUp } = gallery.search(mix(1, 0), 'a');
    expect(best).toEqual({ workerId: 'b', score: 0 });
    expect(runnerUp).toEqual({ workerId: 'c', score: 0 });
    expect(gallery.search(mix(1, 0), 'nobody').best?.workerId).toBe('a');
    gallery.remove('b');
    gallery.remove('c');
    expect(gallery.search(mix(1, 0), 'a')).toEqual({ best: null, runnerUp: null });
  });

  it('forgets a removed worker and keeps all others', () => {
    const vectors = unitVectors(300, 192);
    const gallery = new Gallery(192, options);
    for (const [i, vector] of vectors.entries())
      gallery.put(`w${i % 150}`, i < 150 ? [vector] : [vector, vectors[i - 150] ?? vector]);
    for (let i = 0; i < 150; i += 2) gallery.remove(`w${i}`);
    expect(gallery.size).toBe(150);
    for (let i = 0; i < 150; i++) {
      const own = gallery.search(vectors[i] ?? new Float32Array(192)).best;
      if (i % 2 === 1) expect(own).toEqual({ workerId: `w${i}`, score: expect.closeTo(1, 5) as number });
      else expect(own?.score).toBeLessThan(0.6);
    }
  });

  it.each([4, 31, 33, 192, 512])(
    'agrees with comparing one by one, whatever was put in and removed before: length %i',
    (length) => {
      const next = chance(length);
      const gallery = new Gallery(length, options);
      const expected = new Map<string, Float32Array[]>();
      // Few directions with hardly any distance between their neighbours: rounding to 16 bits cannot tell them apart.
      const centres = unitVectors(5, length, next);
      const spreads = [0, 1e-7, 1e-5, 1e-3, 0.3];
      const lengths = [1, 0.01, 20, 0.7, 1];
      const vector = (): Float32Array => {
        const centre = centres[Math.floor(next() * centres.length)] ?? axis(0, length);
        const spread = spreads[Math.floor(next() * spreads.length)] ?? 0;
        return unit(centre.map((value) => value + spread * (next() - 0.5)));
      };
      for (let step = 0; step < 1_500; step++) {
        const workerId = `w${Math.floor(next() * 400)}`;
        const templates = next() < 0.25 ? [] : Array.from({ length: 1 + Math.floor(next() * 4) }, vector);
        if (templates.length > 0) expected.set(workerId, templates);
        else expected.delete(workerId);
        if (templates.length > 0) gallery.put(workerId, templates);
        else gallery.remove(workerId);
        const factor = lengths[step % lengths.length] ?? 1;
        if (step % 14 === 0) {
          const probe = vector().map((value) => value * factor);
          expectNearest(gallery, expected, probe);
          expectNearest(gallery, expected, probe, workerId);
        }
      }
      expect(gallery.size).toBe([...expected.values()].flat().length);
      gallery.clear();
      expect(gallery.search(vector())).toEqual({ best: null, runnerUp: null });
    },
  );

  it('is empty after it was cleared', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0)]);
    gallery.clear();
    expect(gallery.size).toBe(0);
    expect(gallery.search(axis(0)).best).toBeNull();
    gallery.put('b', [axis(1)]);
    expect(gallery.search(axis(1)).best?.workerId).toBe('b');
  });

  it.each([
    ['of another length', [axis(0), axis(0, 5)]],
    ['that is not of unit length', [axis(0), mix(0.5, 0.5)]],
    ['with something that is no number', [axis(0), mix(1, Number.NaN)]],
  ])('refuses an embedding %s and stays as it was', (_what, embeddings) => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(1)]);
    expect(() => gallery.put('a', embeddings)).toThrow('internal.bug');
    expect(() => gallery.search(axis(0, 3))).toThrow('internal.bug');
    expect(gallery.size).toBe(1);
    expect(gallery.search(axis(1)).best).toEqual({ workerId: 'a', score: 1 });
  });

  it('answers nobody rather than half a change', () => {
    const gallery = new Gallery(4, options);
    gallery.put('a', [axis(0), axis(1)]);
    const codes: unknown[] = [];
    gallery.put(
      'a',
      visited([axis(2), axis(3)], () => codes.push(faultOf(() => gallery.search(axis(0))))),
    );
    expect(codes).toEqual(['internal.bug', 'internal.bug']);
    expect(gallery.search(axis(3)).best).toEqual({ workerId: 'a', score: 1 });

    const breaksOff = (): never => {
      throw new Error('broke off');
    };
    expect(() => gallery.put('a', visited([axis(0)], breaksOff))).toThrow('broke off');
    expect(faultOf(() => gallery.search(axis(3)))).toBe('internal.bug');
    expect(faultOf(() => gallery.put('b', [axis(0)]))).toBe('internal.bug');
  });

  it('needs for 10,000 templates of 192 numbers 12 MB at most', () => {
    const gallery = new Gallery(192, options);
    for (const [i, vector] of unitVectors(10_000, 192).entries()) gallery.put(`w${i}`, [vector]);
    expect(gallery.bytes).toBeLessThan(12e6);
  });
});

describe('the rows of the gallery', () => {
  it('keep nothing of a row that was wiped or taken the place of', () => {
    const rows = new GalleryRows(192, false);
    rows.reserve(2);
    const [first, second] = unitVectors(2, 192);
    if (!first || !second) throw new Error('no vectors');
    rows.write(0, first);
    rows.write(1, second);
    rows.move(1, 0);
    rows.wipe(1);
    for (const probe of [first, second]) {
      const aim = rows.aim(probe);
      rows.estimate(0, 2);
      const { estimates } = rows;
      expect(rows.cosine(aim, 0)).toBeCloseTo(dot(probe, second), 12);
      expect(Math.abs((estimates[0] ?? 0) - dot(probe, second) * aim.scale)).toBeLessThanOrEqual(aim.error);
      expect([rows.cosine(aim, 1), estimates[1]]).toEqual([0, 0]);
    }
  });

  it.each([32, 192, 512])(
    'are estimated within the bound that is promised, which is below 0.001 of the cosine: length %i',
    (length) => {
      const next = chance(length + 1);
      // All of one sign and all alike add up the most; a single number carries the largest product.
      const even = unit(new Float32Array(length).fill(1));
      const vectors = [
        even,
        even.map((value) => -value),
        axis(0, length),
        axis(length - 1, length),
        ...unitVectors(250, length, next),
      ];
      const rows = new GalleryRows(length, false);
      rows.reserve(vectors.length);
      vectors.forEach((vector, row) => rows.write(row, vector));
      let largest = 0;
      for (const probe of vectors) {
        const aim = rows.aim(probe);
        expect(rows.estimate(0, vectors.length)).toBe(Math.max(...rows.estimates.subarray(0, vectors.length)));
        const { estimates } = rows;
        vectors.forEach((vector, row) => {
          const error = Math.abs((estimates[row] ?? 0) - dot(probe, vector) * aim.scale);
          expect(error).toBeLessThanOrEqual(aim.error);
          largest = Math.max(largest, error);
        });
        expect(aim.error / aim.scale).toBeLessThan(0.001);
      }
      expect(largest).toBeGreaterThan(0);
    },
  );
});

/** Every worker but `except` compared; who is as near as the nearest may be named instead. */
function expectNearest(
  gallery: Gallery,
  expected: ReadonlyMap<string, readonly Float32Array[]>,
  probe: Float32Array,
  except?: string,
): void {
  const others = [...expected].filter(([workerId]) => workerId !== except);
  const scores = new Map(others.map(([workerId, templates]) => [workerId, Math.max(...templates.map((one) => dot(probe, one)))]));
  const [first, second] = [...scores.values()].toSorted((a, b) => b - a);
  const { best, runnerUp } = gallery.search(probe, except);
  expect(best?.score).toEqual(first === undefined ? undefined : expect.closeTo(first, 12));
  expect(runnerUp?.score).toEqual(second === undefined ? undefined : expect.closeTo(second, 12));
  for (const found of [best, runnerUp]) if (found) expect(scores.get(found.workerId)).toBeCloseTo(found.score, 12);
  if (best) expect(runnerUp?.workerId).not.toBe(best.workerId);
}

/** Embeddings that can be looked through once; `onVisit` is called at each when they are looked through again. */
function visited(embeddings: readonly Float32Array[], onVisit: () => void): readonly Float32Array[] {
  let rounds = 0;
  return Object.assign([...embeddings], {
    [Symbol.iterator]: function* () {
      rounds += 1;
      for (const embedding of embeddings) {
        if (rounds > 1) onVisit();
        yield embedding;
      }
    },
  });
}

function faultOf(work: () => void): unknown {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}
