import { InferenceSession, Tensor } from 'onnxruntime-node';
import { Fault } from '../shared/fault.ts';
import { CROP_BYTES, CROP_SIDE } from '../shared/vision/observation.ts';
import type { Network } from './manifest.ts';

/** Turns an aligned crop into an embedding of unit length. */
export interface Embedder {
  /** Throws `Fault` `model.failed`. */
  embed(crop: Uint8Array): Promise<Float32Array>;
}

/** Crop and its mirror image: their sum is steadier than either. */
const VIEWS = 2;

/** Writes `crop` and its mirror image as the network wants them. */
export function fillInput(target: Float32Array, crop: Uint8Array, input: Network['input']): void {
  const { subtract, divide } = input.scaling;
  const plane = CROP_SIDE * CROP_SIDE;
  for (let row = 0; row < CROP_SIDE; row++) {
    for (let column = 0; column < CROP_SIDE; column++) {
      const pixel = row * CROP_SIDE + column;
      const mirrored = row * CROP_SIDE + (CROP_SIDE - 1 - column);
      for (let channel = 0; channel < 3; channel++) {
        const place = input.channels === 'RGB' ? channel : 2 - channel;
        const value = ((crop[3 * pixel + channel] ?? 0) - subtract) / divide;
        target[input.layout === 'NHWC' ? 3 * pixel + place : place * plane + pixel] = value;
        target[CROP_BYTES + (input.layout === 'NHWC' ? 3 * mirrored + place : place * plane + mirrored)] = value;
      }
    }
  }
}

/** The sum of the rows, brought to unit length; null when it has none. */
export function unitSum(rows: Float32Array, length: number): Float32Array | null {
  const sum = new Float32Array(length);
  for (let i = 0; i < rows.length; i++) sum[i % length] = (sum[i % length] ?? 0) + (rows[i] ?? 0);
  const norm = Math.hypot(...sum);
  if (!Number.isFinite(norm) || norm < 1e-6) return null;
  return sum.map((value) => value / norm);
}

/** Loads the network `file`. Throws `Fault` `model.failed`. `threads`: of one run. */
export async function createEmbedder(file: string, network: Network, threads: number): Promise<Embedder> {
  const output = network.outputs[0];
  if (!output) throw new Fault('model.failed', `${network.name} has no output`);
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(file, { intraOpNumThreads: threads, interOpNumThreads: 1, logSeverityLevel: 3 });
  } catch (cause) {
    throw new Fault('model.failed', `${network.name} cannot be loaded`, { cause });
  }
  const side = CROP_SIDE;
  const shape = network.input.layout === 'NHWC' ? [VIEWS, side, side, 3] : [VIEWS, 3, side, side];
  const values = new Float32Array(VIEWS * CROP_BYTES);
  return {
    async embed(crop) {
      if (crop.length !== CROP_BYTES) throw new Fault('internal.bug', `a crop of ${crop.length} bytes`);
      fillInput(values, crop, network.input);
      try {
        const results = await session.run({ [network.input.name]: new Tensor('float32', values, shape) });
        const data = results[output.name]?.data;
        if (!(data instanceof Float32Array) || data.length !== VIEWS * output.length) {
          throw new Fault('model.failed', `${network.name} answered another shape`);
        }
        const embedding = unitSum(data, output.length);
        if (!embedding) throw new Fault('model.failed', `${network.name} answered no direction`);
        return embedding;
      } catch (error) {
        throw Fault.from(error, 'model.failed', `${network.name} cannot be run`);
      }
    },
  };
}
