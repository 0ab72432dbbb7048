import { describe, expect, it } from 'vitest';

import { convertGraph } from '../../../scripts/models/convert.ts';
import type { OnnxModel } from '../../../scripts/models/onnx-writer.ts';
import { spreadPrelus } from '../../../scripts/models/spread-prelu.ts';
import type { TfNode } from '../../../scripts/models/tfjs-graph.ts';
import { largestDifference, runInOnnx } from './networks.ts';
import { floats, graph, node, placeholder, sliding } from './tiny-graph.ts';

/** Gentle, none, steep, downwards, and exactly 1, which bends nothing. */
const slopes = [0.25, 0, 8.5, -9, 1];
const input = { data: Float32Array.of(-4, 1, -0.5, 3, 8, -2), shape: [1, 1, 2, 3] };
const spread = [0.5, -1.5, 0.25, 2, -0.75];
const mixing = Array.from({ length: 15 }, (_, i) => at(spread, i) - 0.2 * (i % 3));

function at(list: readonly number[], i: number): number {
  return list[i % list.length] ?? 0;
}

/** A convolution of three channels to five, a PReLU, a convolution for each channel, a PReLU and a convolution to two. */
function tiny(more: readonly TfNode[] = [], outputs: readonly string[] = ['out']): OnnxModel {
  const nodes = [
    placeholder('in', [-1, 1, 2, 3]),
    node('_FusedConv2D', 'first', ['in', 'k1', 'b1'], sliding('SAME', 1, ['BiasAdd'])),
    node('Prelu', 'bent', ['first', 'slopes']),
    node('FusedDepthwiseConv2dNative', 'second', ['bent', 'k2', 'b1'], sliding('SAME', 1, ['BiasAdd'])),
    node('Prelu', 'bent2', ['second', 'slopes']),
    node('Conv2D', 'out', ['bent2', 'k3'], sliding('SAME', 1)),
    ...more,
  ];
  const weights = {
    k1: floats([1, 1, 3, 5], mixing),
    b1: floats([5], [0.5, -1, 0.25, 1, -0.5]),
    k2: floats([1, 2, 5, 1], mixing.slice(0, 10)),
    k3: floats([1, 1, 5, 2], mixing.slice(3, 13)),
    slopes: floats([5], slopes),
  };
  return convertGraph(graph(nodes, weights), outputs.map((name) => ({ node: name, name: `shown ${name}` })), 'tiny', '');
}

const preluCount = ({ nodes }: OnnxModel): number => nodes.filter(({ opType }) => opType === 'PRelu').length;

describe('a PReLU between convolutions', () => {
  it('is gone and what the network answers stays, whatever its slopes', async () => {
    const model = tiny();
    const without = spreadPrelus(model);
    expect([preluCount(model), preluCount(without)]).toEqual([2, 0]);
    const [before, after] = [await runInOnnx(model, input), await runInOnnx(without, input)];
    expect(largestDifference(before[0] ?? new Float32Array(), after[0] ?? new Float32Array(1))).toBeLessThan(1e-4);
    expect(Math.max(...(before[0] ?? []))).toBeGreaterThan(10);
  });

  it('leaves the model it was given untouched', () => {
    const model = tiny();
    const before = structuredClone(model);
    spreadPrelus(model);
    expect(model).toEqual(before);
  });
});

describe('a PReLU with other neighbours stays', () => {
  it('when something else than a convolution reads it', () => {
    expect(preluCount(spreadPrelus(tiny([node('Relu', 'other', ['bent2'])], ['out', 'other'])))).toBe(1);
  });

  it('when what it bends is read elsewhere', () => {
    expect(preluCount(spreadPrelus(tiny([node('Relu', 'other', ['second'])], ['out', 'other'])))).toBe(1);
  });

  it('when it is an output itself', () => {
    expect(preluCount(spreadPrelus(tiny([], ['out', 'bent2'])))).toBe(1);
  });
});
