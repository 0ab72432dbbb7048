import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecognitionEngine, type RecognitionEngine } from '../../../src/recognition/engine.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { CROP_BYTES } from '../../../src/shared/vision/observation.ts';
import { hasModels, modelsDir } from './shared-data.ts';

const crop = (seed: number): Uint8Array => Uint8Array.from({ length: CROP_BYTES }, (_, i) => (i * seed) % 251);
const norm = (vector: Float32Array): number => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));

describe.skipIf(!hasModels)('the recognition engine', () => {
  let engine: RecognitionEngine;
  beforeAll(async () => {
    engine = await createRecognitionEngine({ modelsDir, log: silentLog });
  });
  afterAll(() => engine.close());

  it('answers embeddings of unit length, the same for the same crop', async () => {
    const first = await engine.embed(crop(7), 'live');
    expect(first).toHaveLength(192);
    expect(norm(first)).toBeCloseTo(1, 5);
    expect(await engine.embed(crop(7), 'background')).toEqual(first);
  });

  it('answers the same for a crop and its mirror image', async () => {
    const original = crop(11);
    const mirrored = new Uint8Array(CROP_BYTES);
    for (let row = 0; row < 112; row++) {
      for (let x = 0; x < 112; x++) {
        const from = (row * 112 + (111 - x)) * 3;
        mirrored.set(original.subarray(from, from + 3), (row * 112 + x) * 3);
      }
    }
    const a = await engine.embed(original, 'live');
    const b = await engine.embed(mirrored, 'live');
    expect(a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)).toBeCloseTo(1, 4);
  });

  it('looks at a live crop before background crops that wait', async () => {
    const order: string[] = [];
    const note = (name: string) => () => void order.push(name);
    await Promise.all([
      engine.embed(crop(2), 'background').then(note('first')),
      engine.embed(crop(3), 'background').then(note('second')),
      engine.embed(crop(4), 'live').then(note('live')),
    ]);
    expect(order).toEqual(['first', 'live', 'second']);
  });

  it('finds who was put in and nobody who was removed', async () => {
    const [a, b] = [await engine.embed(crop(5), 'background'), await engine.embed(crop(6), 'background')];
    await engine.load([
      { workerId: 'a', embeddings: [a] },
      { workerId: 'b', embeddings: [b] },
    ]);
    expect(engine.size()).toBe(2);
    expect((await engine.search(a)).best).toMatchObject({ workerId: 'a', score: expect.closeTo(1, 5) as number });
    await engine.remove('a');
    expect((await engine.search(a)).best?.workerId).toBe('b');
    await engine.put('a', [a]);
    expect((await engine.search(a)).best?.workerId).toBe('a');
    await engine.clear();
    expect(await engine.search(a)).toEqual({ best: null, runnerUp: null });
    expect(engine.size()).toBe(0);
  });

  it('passes over a worker who is taken out, and tells by its version that the gallery is another one', async () => {
    const [a, b] = [await engine.embed(crop(5), 'background'), await engine.embed(crop(6), 'background')];
    const versions = [engine.version()];
    const note = (): void => void versions.push(engine.version());
    await engine.load([{ workerId: 'a', embeddings: [a] }]).then(note);
    await engine.put('b', [b]).then(note);
    expect((await engine.search(a, 'a')).best?.workerId).toBe('b');
    expect(engine.version()).toBe(versions.at(-1));
    await engine.remove('b').then(note);
    await engine.clear().then(note);
    expect(new Set(versions).size).toBe(5);
  });

  it('searches the gallery that it had when a new one does not fit', async () => {
    const a = await engine.embed(crop(5), 'background');
    await engine.load([{ workerId: 'a', embeddings: [a] }]);
    const entries = [
      { workerId: 'b', embeddings: [a] },
      { workerId: 'c', embeddings: [a.subarray(1)] },
    ];
    await expect(engine.load(entries)).rejects.toMatchObject({ code: 'internal.bug' });
    expect((await engine.search(a)).best?.workerId).toBe('a');
    expect(engine.size()).toBe(1);
    await engine.clear();
  });

  it('searches without waiting for an embedding that is under way', async () => {
    const a = await engine.embed(crop(5), 'background');
    await engine.load([{ workerId: 'a', embeddings: [a] }]);
    const order: string[] = [];
    await Promise.all([
      engine.embed(crop(2), 'background').then(() => order.push('embedding')),
      engine.search(a).then(() => order.push('search')),
    ]);
    expect(order).toEqual(['search', 'embedding']);
    await engine.clear();
  });

  it('finds one among 10,000', async () => {
    const templates = Array.from({ length: 10_000 }, (_, n) => {
      const vector = Float32Array.from({ length: 192 }, (_, i) => Math.sin(n * 1.7 + i * (1 + n * 0.013)));
      const length = norm(vector);
      return { workerId: `w${n}`, embeddings: [vector.map((value) => value / length)] };
    });
    await engine.load(templates);
    const probe = templates[4_321]?.embeddings[0] ?? new Float32Array(192);
    expect((await engine.search(probe)).best?.workerId).toBe('w4321');
    await engine.clear();
  });

  it('refuses a crop of another size', async () => {
    await expect(engine.embed(new Uint8Array(10), 'live')).rejects.toMatchObject({ code: 'internal.bug' });
  });

  it('refuses to start where there are no models', async () => {
    await expect(createRecognitionEngine({ modelsDir: '/nonexistent', log: silentLog })).rejects.toMatchObject({
      code: 'model.missing',
    });
  });
});
