import { access, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as HumanModule from '@vladmandic/human';
import { Fault } from '../shared/fault.ts';
import { humanConfig, humanModels } from '../shared/vision/human-config.ts';
import { channelsOf, type HumanFace, type Picture } from '../shared/vision/human-face.ts';
import type { Graph, TensorLibrary } from '../shared/vision/liveness/networks.ts';

/** Human knows only http: requests to this host, which cannot exist, are answered from the disk. */
export const MODEL_HOST = 'http://models.invalid/';

/** Finds faces in pictures. Not re-entrant: one picture after the other. */
export interface FaceFinder {
  /** All faces, in px of `picture`, of at least the certainty `least` (default: as configured). Throws `Fault` `model.failed`. */
  find(picture: Picture, least?: number): Promise<readonly HumanFace[]>;
}

/** What is used of TensorFlow.js. */
interface Tensors extends TensorLibrary {
  tensor3d(values: Uint8Array, shape: [number, number, number], dtype: 'int32'): HumanModule.Input;
  tensor4d(values: Float32Array, shape: [number, number, number, number], dtype: 'float32'): HumanModule.Input;
  loadGraphModel(url: string): Promise<Graph>;
  getBackend(): string;
}

function serveModelsFromDisk(directory: string): void {
  const fetchElsewhere = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(MODEL_HOST)) return fetchElsewhere(input, init);
    const file = path.join(directory, path.basename(new URL(url).pathname));
    const type = file.endsWith('.json') ? 'application/json' : 'application/octet-stream';
    return new Response(await readFile(file), { headers: { 'content-type': type } });
  };
}

/** Human itself would only print what it misses. */
async function requireFiles(directory: string): Promise<void> {
  for (const file of ['blazeface.json', 'facemesh.json', path.join('wasm', 'tfjs-backend-wasm-simd.wasm')]) {
    try {
      await access(path.join(directory, file));
    } catch (cause) {
      throw new Fault('model.missing', `${path.join(directory, file)} is missing; build the models with \`npm run models\``, {
        cause,
      });
    }
  }
}

/** Human's networks on its wasm backend in this thread, for those who need more than its faces. */
export interface HumanInThread {
  /** Human itself, loaded. */
  readonly human: HumanModule.Human;
  readonly tf: Tensors;
  /** Certainty that a face needs when none is asked for. */
  readonly leastCertainty: number;
}

/**
 * Loads Human in this thread. Replaces the thread's `fetch` and keeps state in its modules: only for a
 * thread of its own. `directory`: `blazeface.json`, `facemesh.json`, weights, and `wasm/`. Throws `Fault` `model.missing` or
 * `model.failed`.
 */
export async function startHuman(directory: string): Promise<HumanInThread> {
  try {
    await requireFiles(directory);
    serveModelsFromDisk(directory);
    const require = createRequire(import.meta.url);
    // The package's `exports` lead Node to the TensorFlow build, which is not installed.
    const program = path.join(path.dirname(require.resolve('@vladmandic/human')), 'human.node-wasm.js');
    const { Human } = require(program) as typeof HumanModule;
    const config = humanConfig({ modelBasePath: MODEL_HOST, wasmPath: `${path.join(directory, 'wasm')}${path.sep}` });
    const human = new Human(config);
    const tf = human.tf as Tensors;
    await human.load();
    const loaded = human.models.loaded();
    const missing = humanModels.filter((name) => !loaded.includes(name));
    if (missing.length > 0) throw new Fault('model.failed', `not loaded: ${missing.join(', ')}`);
    if (tf.getBackend() !== 'wasm') throw new Fault('model.failed', `backend is ${tf.getBackend()}, not wasm`);
    return { human, tf, leastCertainty: config.face.detector.minConfidence };
  } catch (error) {
    throw Fault.from(error, 'model.failed', 'the face detector cannot be started');
  }
}

/** All faces of a tensor of a picture, which is disposed of. Throws `Fault` `model.failed`. */
export async function facesIn(
  { human, tf }: HumanInThread,
  tensor: HumanModule.Input,
  least: number,
): Promise<readonly HumanFace[]> {
  try {
    const result = await human.detect(tensor, { face: { detector: { minConfidence: least } } });
    if (result.error) throw new Fault('model.failed', result.error);
    return result.face.map(({ boxScore, faceScore, size, mesh }) => ({ boxScore, faceScore, size, mesh }));
  } finally {
    tf.dispose(tensor);
  }
}

/** Finds faces in photographs; see `startHuman` for what it needs of its thread and what it throws. */
export async function createFaceFinder(directory: string): Promise<FaceFinder> {
  const started = await startHuman(directory);
  return {
    find(picture, least = started.leastCertainty) {
      const shape: [number, number, number] = [picture.height, picture.width, channelsOf(picture)];
      return facesIn(started, started.tf.tensor3d(new Uint8Array(picture.data), shape, 'int32'), least);
    },
  };
}
