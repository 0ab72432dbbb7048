import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRecognitionEngine, type RecognitionEngine } from '../../../src/recognition/engine.ts';
import { createFaceFinder, type FaceFinder } from '../../../src/recognition/human-node.ts';
import { createLiveRecogniser, type LiveResult } from '../../../src/recognition/live-recogniser.ts';
import { livenessOff } from '../../../src/recognition/liveness/create-liveness.ts';
import { readManifest, recogniserOf } from '../../../src/recognition/manifest.ts';
import { limitsFor } from '../../../src/recognition/match-limits.ts';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../../src/recognition/photograph-analyser.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { analyseFace } from '../../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../../src/shared/vision/choose-face.ts';
import { follow, noTrack } from '../../../src/shared/vision/track.ts';
import { hasFaces, modelsDir, onFaces, pressPairs, strangers, webcamFrames } from './shared-data.ts';

const FRAME_MS = 80;

describe.skipIf(!hasFaces)(onFaces('people before the camera'), () => {
  let engine: RecognitionEngine;
  let analyser: PhotographAnalyser;
  let finder: FaceFinder;
  const calibration = hasFaces ? recogniserOf(readManifest(modelsDir)).calibration : null;
  const threshold = calibration?.threshold ?? 1;

  const templateOf = async (photograph: Uint8Array): Promise<Float32Array | null> => {
    const result = await analyser.analyse(photograph, 'platform');
    return result.kind === 'face' ? engine.embed(result.crop, 'background') : null;
  };

  beforeAll(async () => {
    engine = await createRecognitionEngine({ modelsDir, log: silentLog });
    analyser = await createPhotographAnalyser({ modelsDir });
    finder = await createFaceFinder(`${modelsDir}/human`);
    for (const [i, photograph] of strangers(10).entries()) {
      const template = await templateOf(photograph);
      if (template) await engine.put(`stranger ${i}`, [template]);
    }
    for (const person of ['0001', '0005', '0006']) {
      const template = await templateOf(webcamFrames(person, '_01')[10] ?? new Uint8Array());
      if (!template) throw new Error(`${person} is not enrolled`);
      await engine.put(person, [template]);
    }
  }, 400_000);
  afterAll(() => Promise.all([engine.close(), analyser.close()]));

  /** Plays frames as the capture side would see them; the decisions. */
  async function pass(frames: readonly Uint8Array[]): Promise<LiveResult[]> {
    let now = 0;
    const clock = { monotonic: () => now };
    if (!calibration) throw new Error('no models');
    const limits = () => limitsFor(calibration, engine.size());
    const live = createLiveRecogniser({ engine, liveness: livenessOff, limits, clock });
    const decisions: LiveResult[] = [];
    let track = noTrack;
    for (const [frame, jpeg] of frames.entries()) {
      now += FRAME_MS;
      const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
      const picture = { data, width: info.width, height: info.height };
      const chosen = chooseFace(await finder.find(picture), picture.width, picture.height);
      const face = chosen && analyseFace(chosen.face, picture);
      const { next, motion } = follow(track, face?.measures.box ?? null, now);
      track = next;
      const result = await live.observe({
        frame,
        takenAtMs: now,
        width: picture.width,
        height: picture.height,
        analysisMs: 0,
        face: face && { ...face, track: track.track, motion, rivals: chosen.rivals, jpeg: null },
        evidence: null,
      });
      if (result.kind !== 'looking' && result.kind !== 'noFace') decisions.push(result);
    }
    return decisions;
  }

  it.each(['0001', '0005', '0006'])(
    'worker %s, enrolled from one frame of another day, is recognised and nobody else',
    async (person) => {
      const decisions = await pass(webcamFrames(person, '_02'));
      expect(decisions[0]).toMatchObject({ kind: 'recognised', workerId: person });
      expect(decisions.filter((decision) => decision.kind === 'recognised' && decision.workerId !== person)).toEqual([]);
    },
  );

  it.each([
    ['0008', '_02'],
    ['0011', '_03'],
    ['0012', '_03'],
  ])('stranger %s is unknown', async (person, session) => {
    const decisions = await pass(webcamFrames(person, session).slice(0, 30));
    expect(decisions[0]).toMatchObject({ kind: 'unknown' });
    expect(decisions.filter(({ kind }) => kind === 'recognised')).toEqual([]);
  });

  it('press photographs of one person are alike, of different people are not', async () => {
    const pairs: [Float32Array, Float32Array][] = [];
    for (const [first, second] of pressPairs(14)) {
      const [a, b] = [await templateOf(first), await templateOf(second)];
      if (a && b) pairs.push([a, b]);
    }
    const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
    const same = pairs.filter(([a, b]) => cosine(a, b) >= threshold).length;
    const others = pairs.flatMap(([a], i) => pairs.flatMap(([, b], j) => (i === j ? [] : [cosine(a, b)])));
    expect(pairs.length).toBeGreaterThan(25);
    expect(same / pairs.length).toBeGreaterThan(0.8);
    expect(others.filter((score) => score >= threshold).length).toBeLessThanOrEqual(1);
  });
});
