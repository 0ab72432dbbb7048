import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

import { InferenceSession, Tensor } from 'onnxruntime-node';

import { convertNetwork } from '../../../scripts/models/artefacts.ts';
import { type CatalogNetwork, catalogNetworks } from '../../../scripts/models/catalog.ts';
import { encodeOnnx, type OnnxModel } from '../../../scripts/models/onnx-writer.ts';

/** The checkout. */
export const root = fileURLToPath(new URL('../../..', import.meta.url));
export const modulesDir = join(root, 'node_modules');

/** A float tensor, batch first, images in TensorFlow's order. */
export interface NetworkInput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** The catalogue's entry of that name. */
export function catalogEntry(name: string): CatalogNetwork {
  const entry = catalogNetworks.find((candidate) => candidate.name === name);
  if (entry === undefined) throw new Error(`no network ${name}`);
  return entry;
}

/** The same network without the repair: exactly what was published. */
export function asPublished(entry: CatalogNetwork): CatalogNetwork {
  const { preluGroups: _, ...rest } = entry;
  return rest;
}

export function convertEntry(entry: CatalogNetwork): OnnxModel {
  return convertNetwork(modulesDir, entry);
}

/** Runs a converted network in onnxruntime on one thread; outputs in the order of the model's. */
export async function runInOnnx(model: OnnxModel, input: NetworkInput): Promise<readonly Float32Array[]> {
  const session = await InferenceSession.create(encodeOnnx(model), { intraOpNumThreads: 1 });
  try {
    const results = await session.run({ [model.input.name]: new Tensor('float32', input.data, input.shape) });
    return model.outputs.map(({ name }) => {
      const data = results[name]?.data;
      if (!(data instanceof Float32Array)) throw new Error(`${name}: no floats`);
      return Float32Array.from(data);
    });
  } finally {
    await session.release();
  }
}

/**
 * A picture without meaning but with structure (waves and a little noise), scaled as the network wants it. The same in
 * every run; plain noise would drive some networks into saturation, where every conversion looks right.
 */
export function wavePicture(side: number, seed: number, { subtract, divide }: CatalogNetwork['scaling']): NetworkInput {
  const random = pseudoRandom(seed);
  const waves = Array.from({ length: 8 }, () => ({
    across: random() * 6,
    down: random() * 6,
    phase: random() * 2 * Math.PI,
    heights: [random() * 30, random() * 30, random() * 30],
  }));
  const data = Float32Array.from({ length: side * side * 3 }, (_, index) => {
    const x = (Math.floor(index / 3) % side) / side;
    const y = Math.floor(index / 3 / side) / side;
    const value = waves.reduce(
      (sum, wave) =>
        sum + (wave.heights[index % 3] ?? 0) * Math.sin(2 * Math.PI * (wave.across * x + wave.down * y) + wave.phase),
      128 + (random() - 0.5) * 40,
    );
    return (Math.min(255, Math.max(0, Math.round(value))) - subtract) / divide;
  });
  return { data, shape: [1, side, side, 3] };
}

/** Numbers from 0 to 1 that are the same in every run. */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** The largest absolute value, and the largest absolute difference of two outputs of one length. */
export function largestOf(values: Float32Array): number {
  return values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
}

export function largestDifference(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new Error(`${a.length} numbers against ${b.length}`);
  return largestOf(a.map((value, index) => value - (b[index] ?? NaN)));
}
