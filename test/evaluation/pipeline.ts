import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { createRecognitionEngine, type RecognitionEngine } from '../../src/recognition/engine.ts';
import { createFaceFinder, type FaceFinder } from '../../src/recognition/human-node.ts';
import { createPhotographAnalyser, type PhotographAnalyser } from '../../src/recognition/photograph-analyser.ts';
import { silentLog } from '../../src/shared/log.ts';
import { analyseFace } from '../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../src/shared/vision/choose-face.ts';
import type { Picture } from '../../src/shared/vision/human-face.ts';
import type { Degradation } from './degradations.ts';
import { EmbeddingCache, type Seen } from './embedding-cache.ts';

/** The product's own way from a picture to an embedding, remembered from run to run. */
export interface Pipeline {
  /** As enrolment sees a photograph that a platform sent. */
  photograph(bytes: Uint8Array): Promise<Seen>;
  /** As the page sees a frame of the camera. */
  frame(bytes: Uint8Array): Promise<Seen>;
  /** As `photograph`, after the face in it was spoilt. `way`: another name for another way. */
  spoilt(way: string, bytes: Uint8Array, degradation: Degradation): Promise<Seen>;
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
  const photograph = async (bytes: Uint8Array): Promise<Seen> => {
    const result = await (await theAnalyser()).analyse(bytes, 'platform');
    if (result.kind === 'refused') return { kind: 'refused', code: result.code };
    const embedding = await (await theEngine()).embed(result.crop, 'background');
    return { kind: 'face', embedding, measures: result.measures, rivals: 0 };
  };
  // The same picture is spoilt in many ways.
  const faces = new WeakMap<Uint8Array, ReturnType<typeof chosenIn>>();
  return {
    photograph: (bytes) => cache.of('photograph', bytes, () => photograph(bytes)),
    frame: (bytes) =>
      cache.of('frame', bytes, async () => {
        const chosen = await chosenIn(bytes);
        if (!chosen) return { kind: 'refused', code: 'noFace' };
        const embedding = await (await theEngine()).embed(chosen.face.crop, 'live');
        return { kind: 'face', embedding, measures: chosen.face.measures, rivals: chosen.rivals };
      }),
    spoilt: (way, bytes, degradation) =>
      cache.of(`spoilt ${way} ${codeOfSpoiling()}`, bytes, async () => {
        const found = faces.get(bytes) ?? chosenIn(bytes);
        faces.set(bytes, found);
        const chosen = await found;
        if (!chosen) return { kind: 'refused', code: 'noFace' };
        const { picture, face } = chosen;
        return photograph(await degradation({ picture, points: face.points, box: face.measures.box }));
      }),
    async close() {
      await Promise.all([engine?.then((one) => one.close()), analyser?.then((one) => one.close())]);
    },
  };
}

async function rgb(bytes: Uint8Array): Promise<Picture> {
  const { data, info } = await sharp(bytes).toColourspace('srgb').removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Hash of the code that spoils pictures: a change in it makes other ones. */
const codeOfSpoiling = (): string => {
  const hash = createHash('sha256');
  for (const name of ['degradations.ts', 'worn-things.ts']) hash.update(readFileSync(new URL(name, import.meta.url)));
  return hash.digest('hex').slice(0, 16);
};
