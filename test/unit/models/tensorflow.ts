import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import '@tensorflow/tfjs-backend-cpu';
import { loadGraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';

import type { CatalogNetwork } from '../../../scripts/models/catalog.ts';
import { modulesDir, type NetworkInput } from './networks.ts';

/** The stored form of a graph model, as far as a test changes it. */
export interface StoredGraph {
  modelTopology: {
    node: { name: string; op: string; input?: string[]; attr?: Record<string, { list?: { s?: string[] } }> }[];
  };
  weightsManifest: { paths: string[]; weights: tf.io.WeightsManifestEntry[] }[];
  weights: Buffer;
}

/** The published files, read without the converter's own reader. */
export function readStored(entry: CatalogNetwork): StoredGraph {
  const file = join(modulesDir, entry.package, entry.file);
  const stored: Omit<StoredGraph, 'weights'> = JSON.parse(readFileSync(file, 'utf8'));
  const paths = stored.weightsManifest.flatMap((group) => group.paths);
  return { ...stored, weights: Buffer.concat(paths.map((path) => readFileSync(join(dirname(file), path)))) };
}

/** Runs a graph in TensorFlow.js's plain JavaScript backend; outputs in the order of `nodes`. */
export async function runInTensorFlow(
  stored: StoredGraph,
  nodes: readonly string[],
  inputs: readonly NetworkInput[],
): Promise<readonly (readonly Float32Array[])[]> {
  tf.enableProdMode(); // else it advertises its native backend
  await tf.setBackend('cpu');
  const model = await loadGraphModel(
    tf.io.fromMemory({
      modelTopology: stored.modelTopology,
      weightSpecs: stored.weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(stored.weights).buffer,
    }),
  );
  const outputs = inputs.map((input) =>
    tf.tidy(() => {
      const results = model.execute(tf.tensor(input.data, [...input.shape]), [...nodes]);
      return [results].flat().map((result) => Float32Array.from(result.dataSync()));
    }),
  );
  model.dispose();
  return outputs;
}

/** Undoes the damage of the published MobileFaceNet in TensorFlow's own terms, without the repair under test. */
export function undamaged(stored: StoredGraph): StoredGraph {
  const nodes = structuredClone(stored.modelTopology.node);
  const weights = Buffer.from(stored.weights);
  negate(weights, stored, (name) => name.endsWith('/mul'));
  const result: typeof nodes = [];
  for (const node of nodes) {
    const fused = node.attr?.['fused_ops']?.list;
    const add = nodes.find(({ op, input }) => op === 'Add' && input?.[0] === node.name && input[1] === `${dirname(node.name)}/mul_1`);
    result.push(node);
    if (node.op !== 'FusedDepthwiseConv2dNative' || add === undefined || fused?.s === undefined) continue;
    fused.s = fused.s.filter((text) => Buffer.from(text, 'base64').toString() !== 'Relu');
    result.push({ name: `${node.name}/positive`, op: 'Relu', input: [node.name], attr: {} });
    add.input = [`${node.name}/positive`, ...(add.input?.slice(1) ?? [])];
  }
  return { ...stored, modelTopology: { ...stored.modelTopology, node: result }, weights };
}


function negate(weights: Buffer, stored: StoredGraph, isChosen: (name: string) => boolean): void {
  let offset = 0;
  for (const { name, shape } of stored.weightsManifest.flatMap((group) => group.weights)) {
    const count = shape.reduce((product, size) => product * size, 1);
    for (let i = 0; i < count && isChosen(name); i++) {
      weights.writeFloatLE(-weights.readFloatLE(offset + 4 * i), offset + 4 * i);
    }
    offset += 4 * count;
  }
}
