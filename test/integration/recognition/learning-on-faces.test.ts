import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecognitionEngine, type RecognitionEngine } from '../../../src/recognition/engine.ts';
import { learningLimits } from '../../../src/recognition/learning/judge-learning.ts';
import { readManifest, recogniserOf } from '../../../src/recognition/manifest.ts';
import { limitsFor } from '../../../src/recognition/match-limits.ts';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../../src/recognition/photograph-analyser.ts';
import { cosine } from '../../../src/recognition/track-evidence.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { Learning } from '../../../src/terminal/learning.ts';
import { OneAtATime } from '../../../src/terminal/one-at-a-time.ts';
import { goodMeasures } from '../../unit/recognition/faces.ts';
import { hasFaces, modelsDir, onFaces, pressPairs, strangers } from './shared-data.ts';

const DAY_MS = 24 * 3_600_000;
/** Steps of a morph from the worker to somebody else. */
const STEPS = 5;

describe.skipIf(!hasFaces)(onFaces('somebody who is let in day by day as another one'), () => {
  let dir: string;
  let store: Store;
  let engine: RecognitionEngine;
  let analyser: PhotographAnalyser;
  let learning: Learning;
  let days = 0;
  const changes = new OneAtATime();
  const people: { id: string; crop: Uint8Array; embedding: Float32Array; later: Uint8Array }[] = [];

  const cropOf = async (photograph: Uint8Array): Promise<Uint8Array | null> => {
    const result = await analyser.analyse(photograph, 'platform');
    return result.kind === 'face' ? result.crop : null;
  };

  beforeAll(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'learning-'));
    const clock = { now: () => 1_700_000_000_000 + days * DAY_MS, monotonic: () => 0 };
    store = openStore({ dir, clock, log: silentLog, leastFreeMb: 1 });
    engine = await createRecognitionEngine({ modelsDir, log: silentLog });
    analyser = await createPhotographAnalyser({ modelsDir });
    const { sha256: modelHash, calibration } = recogniserOf(readManifest(modelsDir));
    for (const [index, [first, second]] of pressPairs(110).entries()) {
      const [crop, later] = [await cropOf(first), await cropOf(second)];
      if (!crop || !later) continue;
      const [id, embedding] = [`w${index}`, await engine.embed(crop, 'background')];
      store.people.put(
        {
          ...{ id, name: id, origin: 'console', barredReason: null },
          photographs: [{ jpeg: first, embeddings: [embedding], modelHash }],
        },
        { replace: false },
      );
      await engine.put(id, [embedding]);
      people.push({ id, crop, embedding, later });
    }
    learning = new Learning({
      settings: { learnAtGate: true, learnMost: 3 },
      store,
      recognition: async () => ({ engine, modelHash, limits: () => limitsFor(calibration, engine.size()) }),
      changes,
      isClockDoubtful: () => false,
      clock,
      log: silentLog,
    });
  }, 400_000);
  afterAll(async () => {
    await Promise.all([engine.close(), analyser.close()]);
    store.close();
    rmSync(dir, { recursive: true });
  });

  /** Let in as `id`, whatever the gate would say: the worst that can come before learning. */
  async function letIn(id: string, crop: Uint8Array): Promise<Float32Array> {
    days++;
    const embedding = await engine.embed(crop, 'background');
    learning.recognised(id, { embedding, crop, measures: goodMeasures, life: 9 });
    learning.punched(id);
    learning.tick(5_000);
    await new Promise((resolve) => setImmediate(resolve));
    await changes.run(async () => undefined);
    return embedding;
  }
  const limitsOf = () => limitsFor(recogniserOf(readManifest(modelsDir)).calibration, engine.size());
  const photographOf = (id: string): Float32Array => people.find((one) => one.id === id)?.embedding ?? new Float32Array();

  it('is never learnt in his place, by morphs from one face to the other either', async () => {
    const others = (await Promise.all(strangers(300).map(cropOf))).filter((crop) => crop !== null);
    expect([people.length, others.length]).toEqual([4, 3]);
    let offered = 0;
    for (const [index, { id, crop }] of people.entries()) {
      const other = others[index % others.length] ?? crop;
      for (let step = 1; step <= STEPS; step++) {
        const share = step / STEPS;
        await letIn(
          id,
          crop.map((value, at) => Math.round((1 - share) * value + share * (other[at] ?? 0))),
        );
        offered++;
      }
      const left = await engine.embed(other, 'background');
      const { best } = await engine.search(left);
      // Whoever was morphed towards is as unknown as before.
      const before = Math.max(...people.map(({ embedding }) => cosine(embedding, left)));
      expect(best?.score ?? 1).toBeLessThan(Math.max(before + 0.1, limitsOf().threshold));
    }
    expect(offered).toBe(20);
    const learnt = store.learnt.all();
    // The first steps still are the worker: something was at stake.
    expect(learnt.length).toBeGreaterThan(0);
    for (const { workerId, embedding } of learnt) {
      expect(cosine(embedding, photographOf(workerId))).toBeGreaterThanOrEqual(learningLimits.score);
      for (const { id } of people.filter((one) => one.id !== workerId))
        expect(cosine(embedding, photographOf(id))).toBeLessThan(limitsOf().threshold);
    }
  }, 400_000);

  it('is not learnt although he is a worker himself; the worker’s own later picture may be', async () => {
    await learning.forget(null);
    for (const { id } of people) {
      for (const other of people.filter((one) => one.id !== id)) await letIn(id, other.later);
    }
    expect(store.learnt.counts().templates).toBe(0);
    const nearer: boolean[] = [];
    for (const { id, later, embedding: photograph } of people) {
      const embedding = await letIn(id, later);
      const { best } = await engine.search(embedding);
      nearer.push((best?.score ?? 0) > cosine(embedding, photograph) + 0.01);
    }
    const { templates } = store.learnt.counts();
    expect(templates).toBeGreaterThan(0);
    expect(nearer.filter(Boolean)).toHaveLength(templates);
    await learning.forget(null);
    expect([engine.size(), store.learnt.counts().templates]).toEqual([people.length, 0]);
  }, 400_000);
});
