import { join } from 'node:path';
import sharp from 'sharp';
import { createRecognitionEngine, type RecognitionEngine } from '../../src/recognition/engine.ts';
import { createFaceFinder, type FaceFinder } from '../../src/recognition/human-node.ts';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../src/recognition/photograph-analyser.ts';
import { silentLog } from '../../src/shared/log.ts';
import { analyseFace, type AnalysedFace } from '../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../src/shared/vision/choose-face.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import { EmbeddingCache, type Seen } from './embedding-cache.ts';

/** The product's own way from a picture to an embedding, remembered from run to run. */
export interface Pipeline {
  /** As enrolment sees a photograph that a platform sent. */
  photograph(bytes: Uint8Array): Promise<Seen>;
  /** As the page sees a frame of the camera. */
  frame(bytes: Uint8Array): Promise<Seen>;
  /** The picture and its most likely face, uncompared; null without one. For those who change pictures round a face. */
  faceIn(bytes: Uint8Array): Promise<{ readonly picture: Picture; readonly face: AnalysedFace } | null>;
  close(): Promise<void>;
}

/** Whatever is not asked for is not started. */
export function openPipeline(modelsDir: string, cache = new EmbeddingCache(modelsDir)): Pipeline {
  let engine: Promise<RecognitionEngine> | null = null;
  let analyser: Promise<PhotographAnalyser> | null = null;
  let finder: Promise<FaceFinder> | null = null;
  const theEngine = () => (engine ??= createRecognitionEngine({ modelsDir, log: silentLog }));
  const theAnalyser = () => (analyser ??= createPhotographAnalyser({ modelsDir }));
  const theFinder = () => (finder ??= createFaceFinder(join(modelsDir, 'human')));

  const chosenIn = async (bytes: Uint8Array) => {
    const picture = await rgb(bytes);
    const chosen = chooseFace(await (await theFinder()).find(picture), picture.width, picture.height);
    const face = chosen && analyseFace(chosen.face, picture);
    return chosen && face && { picture, face, rivals: chosen.rivals };
  };
  return {
    photograph: (bytes) =>
      cache.of('photograph', bytes, async () => {
        const result = await (await theAnalyser()).analyse(bytes, 'platform');
        if (result.kind === 'refused') return { kind: 'refused', code: result.code };
        const embedding = await (await theEngine()).embed(result.crop, 'background');
        return { kind: 'face', embedding, measures: result.measures, rivals: 0 };
      }),
    frame: (bytes) =>
      cache.of('frame', bytes, async () => {
        const chosen = await chosenIn(bytes);
        if (!chosen) return { kind: 'refused', code: 'noFace' };
        const embedding = await (await theEngine()).embed(chosen.face.crop, 'live');
        return { kind: 'face', embedding, measures: chosen.face.measures, rivals: chosen.rivals };
      }),
    faceIn: chosenIn,
    async close() {
      await Promise.all([engine?.then((one) => one.close()), analyser?.then((one) => one.close())]);
    },
  };
}

async function rgb(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}
