import { describe, expect, it } from 'vitest';
import { Gallery } from '../../../src/recognition/gallery.ts';

/** Deterministic pseudo-random unit vectors. */
function unitVectors(count: number, length: number): Float32Array[] {
  let seed = 12345;
  const next = (): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed / 2147483648 - 0.5;
  };
  return Array.from({ length: count }, () => {
    const vector = Float32Array.from({ length }, next);
    const norm = Math.hypot(...vector);
    return vector.map((value) => value / norm);
  });
}

const axis = (index: number, length = 4): Float32Array => Float32Array.from({ length }, (_, i) => (i === index ? 1 : 0));
const mix = (a: number, b: number): Float32Array => Float32Array.of(a, b, 0, 0);

describe('the gallery', () => {
  it('answers nothing while it is empty', () => {
    expect(new Gallery(4).search(axis(0))).toEqual({ best: null, runnerUp: null });
  });

  it('finds the nearest worker and the nearest other worker', () => {
    const gallery = new Gallery(4);
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
    const gallery = new Gallery(4);
    gallery.put('b', [axis(1)]);
    gallery.put('a', templates);
    const { best, runnerUp } = gallery.search(mix(1, 0));
    expect(best?.workerId).toBe('a');
    expect(best?.score).toBeCloseTo(1, 6);
    expect(runnerUp?.workerId).toBe('b');
  });

  it('replaces the templates of a worker who is put again', () => {
    const gallery = new Gallery(4);
    gallery.put('a', [axis(0), axis(1)]);
    gallery.put('a', [axis(2)]);
    expect(gallery.size).toBe(1);
    expect(gallery.search(axis(0)).best?.score).toBe(0);
  });

  it('forgets a removed worker and keeps all others', () => {
    const vectors = unitVectors(300, 192);
    const gallery = new Gallery(192);
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

  it('agrees with comparing one by one', () => {
    const vectors = unitVectors(500, 192);
    const gallery = new Gallery(192);
    for (const [i, vector] of vectors.entries()) gallery.put(`w${i}`, [vector]);
    for (const probe of unitVectors(20, 192).map((v, i) => v.map((value, k) => value + (vectors[i * 7]?.[k] ?? 0)))) {
      const scores = vectors.map((v, i) => ({
        id: `w${i}`,
        score: v.reduce((sum, value, k) => sum + value * (probe[k] ?? 0), 0),
      }));
      const [first, second] = scores.toSorted((a, b) => b.score - a.score);
      const found = gallery.search(probe);
      expect([found.best?.workerId, found.runnerUp?.workerId]).toEqual([first?.id, second?.id]);
    }
  });

  it('is empty after it was cleared', () => {
    const gallery = new Gallery(4);
    gallery.put('a', [axis(0)]);
    gallery.clear();
    expect(gallery.size).toBe(0);
    expect(gallery.search(axis(0)).best).toBeNull();
    gallery.put('b', [axis(1)]);
    expect(gallery.search(axis(1)).best?.workerId).toBe('b');
  });

  it('refuses an embedding of another length and stays as it was', () => {
    const gallery = new Gallery(4);
    gallery.put('a', [axis(0)]);
    expect(() => gallery.put('a', [axis(0), axis(0, 5)])).toThrow('internal.bug');
    expect(() => gallery.search(axis(0, 3))).toThrow('internal.bug');
    expect(gallery.size).toBe(1);
  });
});
