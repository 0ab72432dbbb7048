import { describe, expect, it } from 'vitest';

import { convertGraph } from '../../../scripts/models/convert.ts';
import { repairPrelu } from '../../../scripts/models/prelu-repair.ts';
import type { TfGraph, TfNode } from '../../../scripts/models/tfjs-graph.ts';
import { runInOnnx } from './networks.ts';
import { floats, graph, node, placeholder, sliding } from './tiny-graph.ts';

/** `positive + mul·(conv − |conv|)` behind a 1×1 convolution of two channels that changes nothing. */
function damaged(kind: 'own Relu' | 'fused Relu', extra: readonly TfNode[] = []): TfGraph {
  const isFused = kind === 'fused Relu';
  const weights = {
    kernel: isFused ? floats([1, 1, 2, 1], [1, 1]) : floats([1, 1, 2, 2], [1, 0, 0, 1]),
    bias: floats([2], [0, 0]),
    // Slopes 0.25 and 0.5: half of them with the sign flipped.
    mul: floats([2], [-0.125, -0.25]),
  };
  const convolution = isFused
    ? node('FusedDepthwiseConv2dNative', 'conv', ['in', 'kernel', 'bias'], sliding('SAME', 1, ['BiasAdd', 'Relu']))
    : node('_FusedConv2D', 'conv', ['in', 'kernel', 'bias'], sliding('SAME', 1, ['BiasAdd']));
  const nodes = [
    placeholder('in', [-1, 1, 2, 2]),
    convolution,
    ...(isFused ? [] : [node('Relu', 'relu', ['conv'])]),
    node('Abs', 'abs', ['conv']),
    node('Sub', 'sub', ['conv', 'abs']),
    node('Mul', 'scaled', ['sub', 'mul']),
    node('Add', 'out', [isFused ? 'conv' : 'relu', 'scaled']),
    ...extra,
  ];
  return graph(nodes, weights);
}

async function outputOf(tiny: TfGraph): Promise<readonly number[]> {
  const model = convertGraph(tiny, [{ node: 'out', name: 'result' }], 'tiny', '');
  const input = { data: Float32Array.of(-4, -4, 3, 8), shape: [1, 1, 2, 2] };
  return (await runInOnnx(model, input)).flatMap((values) => [...values]);
}

describe.each(['own Relu', 'fused Relu'] as const)('a damaged PReLU with its %s', (kind) => {
  it('becomes a PReLU with slope −2·mul for each channel', async () => {
    const { graph: repaired, folded } = repairPrelu(damaged(kind));
    expect(folded).toBe(1);
    expect(repaired.nodes.map(({ op }) => op)).toEqual([
      'Placeholder',
      kind === 'own Relu' ? '_FusedConv2D' : 'FusedDepthwiseConv2dNative',
      'Prelu',
    ]);
    expect(await outputOf(repaired)).toEqual([-1, -2, 3, 8]);
  });

  it('gives something else without the repair', async () => {
    expect(await outputOf(damaged(kind))).toEqual(kind === 'own Relu' ? [1, 2, 3, 8] : [0, 0, 3, 8]);
  });

  it('leaves the graph it was given untouched', () => {
    const tiny = damaged(kind);
    const before = structuredClone(tiny);
    repairPrelu(tiny);
    expect(tiny).toEqual(before);
  });
});

describe('a group that is not quite a damaged PReLU', () => {
  it('is refused when an inner value is used elsewhere', () => {
    expect(() => repairPrelu(damaged('own Relu', [node('Identity', 'other', ['sub'])]))).toThrow(/sub: used outside/);
  });

  it('is refused when the Relu fused into its convolution is needed elsewhere', () => {
    expect(() => repairPrelu(damaged('fused Relu', [node('Identity', 'other', ['conv'])]))).toThrow(/conv: its fused Relu/);
  });

  it('is refused when its positive side comes from another node', () => {
    const tiny = damaged('own Relu');
    const nodes = tiny.nodes.map((each) => (each.name === 'relu' ? node('Relu', 'relu', ['in']) : each));
    expect(() => repairPrelu({ ...tiny, nodes })).toThrow(/looks like a PReLU/);
  });
});

it('leaves a plain addition alone', () => {
  const tiny = graph([placeholder('in', [-1, 4]), node('Relu', 'relu', ['in']), node('Add', 'out', ['in', 'relu'])]);
  expect(repairPrelu(tiny)).toEqual({ graph: tiny, folded: 0 });
});
