import { describe, expect, it } from 'vitest';

import { convertGraph } from '../../../scripts/models/convert.ts';
import type { TfNode, TfWeight } from '../../../scripts/models/tfjs-graph.ts';
import { runInOnnx } from './networks.ts';
import { floats, graph, ints, node, placeholder, sliding } from './tiny-graph.ts';

/** Runs one or two nodes, the last called `out`, on `values` of `shape`. */
async function run(
  shape: readonly number[],
  values: readonly number[],
  nodes: readonly TfNode[],
  weights: Readonly<Record<string, TfWeight>> = {},
): Promise<readonly number[]> {
  const tiny = graph([placeholder('in', [-1, ...shape.slice(1)]), ...nodes], weights);
  const model = convertGraph(tiny, [{ node: 'out', name: 'result' }], 'tiny', '');
  return (await runInOnnx(model, { data: Float32Array.from(values), shape })).flatMap((output) => [...output]);
}

const ones3x3 = { kernel: floats([3, 3, 1, 1], Array.from({ length: 9 }, () => 1)) };
/** 1 to 16 in a 4×4 picture of one channel. */
const ramp = Array.from({ length: 16 }, (_, i) => i + 1);

describe('a convolution', () => {
  it('with stride 2 and SAME padding pads below and to the right', async () => {
    const nodes = [node('Conv2D', 'out', ['in', 'kernel'], sliding('SAME', 2))];
    expect(await run([1, 4, 4, 1], ramp, nodes, ones3x3)).toEqual([54, 45, 72, 54]);
  });

  it('keeps input and output channels apart', async () => {
    const weights = { kernel: floats([1, 1, 2, 3], [1, 10, 100, 2, 20, 200]) };
    const nodes = [node('Conv2D', 'out', ['in', 'kernel'], sliding('VALID', 1))];
    expect(await run([1, 1, 2, 2], [1, 0, 3, 1], nodes, weights)).toEqual([1, 10, 100, 5, 50, 500]);
  });

  it('depthwise gives each channel its own multiplied outputs', async () => {
    const weights = { kernel: floats([1, 1, 2, 2], [1, 2, 3, 4]) };
    const nodes = [node('DepthwiseConv2dNative', 'out', ['in', 'kernel'], sliding('SAME', 1))];
    expect(await run([1, 1, 1, 2], [10, 100], nodes, weights)).toEqual([10, 20, 300, 400]);
  });

  it.each([
    ['Relu', [0, 1, 9]],
    ['Relu6', [0, 1, 6]],
    ['Prelu', [-1.5, 1, 9]],
  ])('applies its fused bias before its fused %s', async (activation, expected) => {
    const weights = { kernel: floats([1, 1, 1, 1], [1]), bias: floats([1], [-1]), slope: floats([1, 1, 1], [0.5]) };
    const fused = sliding('VALID', 1, ['BiasAdd', activation]);
    const nodes = [node('_FusedConv2D', 'out', ['in', 'kernel', 'bias', 'slope'], fused)];
    expect(await run([1, 1, 3, 1], [-2, 2, 10], nodes, weights)).toEqual(expected);
  });

  it('is refused with a fused activation that is not mapped', async () => {
    const nodes = [node('_FusedConv2D', 'out', ['in', 'kernel'], sliding('SAME', 1, ['Elu']))];
    await expect(run([1, 4, 4, 1], ramp, nodes, ones3x3)).rejects.toThrow(/Elu is not mapped/);
  });
});

describe('an image that is channels first inside', () => {
  const pass = node('Conv2D', 'image', ['in', 'kernel'], sliding('VALID', 1));
  const weights = { kernel: floats([1, 1, 2, 2], [1, 0, 0, 1]) };
  /** Two pixels of two channels. */
  const picture = [1, 10, 2, 20];

  it('comes out in the order in which it went in', async () => {
    expect(await run([1, 1, 2, 2], picture, [{ ...pass, name: 'out' }], weights)).toEqual(picture);
  });

  it('is flattened in the order of the original', async () => {
    const nodes = [pass, node('Reshape', 'out', ['image', 'target'])];
    expect(await run([1, 1, 2, 2], picture, nodes, { ...weights, target: ints([2], [-1, 4]) })).toEqual(picture);
  });

  it('is padded in its channels', async () => {
    const nodes = [pass, node('Pad', 'out', ['image', 'pads'])];
    const pads = ints([4, 2], [0, 0, 0, 0, 0, 0, 0, 1]);
    expect(await run([1, 1, 2, 2], picture, nodes, { ...weights, pads })).toEqual([1, 10, 0, 2, 20, 0]);
  });

  it('is multiplied channel by channel', async () => {
    const nodes = [pass, node('Mul', 'out', ['image', 'factors'])];
    expect(await run([1, 1, 2, 2], picture, nodes, { ...weights, factors: floats([2], [2, 3]) })).toEqual([2, 30, 4, 60]);
  });

  it('meets a slope that differs from pixel to pixel', async () => {
    const nodes = [pass, node('Prelu', 'out', ['image', 'slope'])];
    const slope = floats([1, 2, 2], [1, 2, 3, 4]);
    expect(await run([1, 1, 2, 2], [-1, -1, -1, -1], nodes, { ...weights, slope })).toEqual([-1, -2, -3, -4]);
  });
});

it('pools with SAME padding without reading the padding', async () => {
  const attributes = { texts: { padding: 'SAME' }, ints: { strides: [1, 2, 2, 1], ksize: [1, 2, 2, 1] } };
  const nodes = [node('MaxPool', 'out', ['in'], attributes)];
  expect(await run([1, 3, 3, 1], [-9, -8, -7, -6, -5, -4, -3, -2, -1], nodes)).toEqual([-5, -4, -2, -1]);
});

it('refuses an operator that it does not know, naming it', async () => {
  await expect(run([1, 4], [1, 2, 3, 4], [node('Erf', 'out', ['in'])])).rejects.toThrow(/operator Erf \(out\)/);
});

it('refuses an output whose name an inner node already has', async () => {
  const nodes = [node('Conv2D', 'result', ['in', 'kernel'], sliding('SAME', 1)), node('Relu', 'out', ['result'])];
  await expect(run([1, 4, 4, 1], ramp, nodes, ones3x3)).rejects.toThrow(/two nodes are called result/);
});

it('refuses to flatten the free batch away', async () => {
  const nodes = [node('Reshape', 'out', ['in', 'target'])];
  await expect(run([1, 4], [1, 2, 3, 4], nodes, { target: ints([2], [1, 4]) })).rejects.toThrow(/free batch/);
});
