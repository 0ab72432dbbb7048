import type { OnnxModel, OnnxNode, OnnxTensor } from './onnx-writer.ts';
import { at } from './shapes.ts';

/** A slope of exactly 1 would scale its channel to nothing. */
const LEAST_SCALE = 1e-6;

/**
 * Writes every PReLU between convolutions as `bend·y + relu(y)`, where the convolution before it gives y already scaled by
 * |1 − slope|, so that `bend` = slope / |1 − slope|. The product is a convolution of its own of one weight a channel.
 * onnxruntime keeps convolutions, Relu and sums in one layout and runs them together; a PReLU makes it turn every picture back
 * and forth. Where the slope is above 1 the result has the other sign, which the convolutions after it take back.
 * A PReLU with other neighbours stays. The model answers what it did, to rounding.
 */
export function spreadPrelus(model: OnnxModel): OnnxModel {
  const nodes: OnnxNode[] = [];
  const tensors = new Map(model.initialisers.map((tensor) => [tensor.name, tensor]));
  for (const node of model.nodes) {
    const place = node.opType === 'PRelu' ? placeOf(node, model, tensors) : null;
    if (place) nodes.push(...spread(node, place, tensors));
    else nodes.push(node);
  }
  const used = new Set(nodes.flatMap(({ inputs }) => inputs));
  return { ...model, nodes, initialisers: [...tensors.values()].filter(({ name }) => used.has(name)) };
}

/** A PReLU between convolutions. */
interface Place {
  readonly before: OnnxNode;
  readonly after: readonly OnnxNode[];
  readonly slopes: Float32Array;
}

function placeOf(prelu: OnnxNode, model: OnnxModel, tensors: ReadonlyMap<string, OnnxTensor>): Place | null {
  const source = at(prelu.inputs, 0);
  const before = model.nodes.find(({ output }) => output === source);
  const after = model.nodes.filter(({ inputs }) => inputs.includes(prelu.output));
  const slopes = tensors.get(at(prelu.inputs, 1))?.data;
  const isAlone = model.nodes.every((node) => node === prelu || !node.inputs.includes(source));
  const isShown = model.outputs.some(({ name }) => name === source || name === prelu.output);
  if (before?.opType !== 'Conv' || !isAlone || isShown || !(slopes instanceof Float32Array)) return null;
  if (after.length === 0 || after.some(({ opType, inputs }) => opType !== 'Conv' || inputs[0] !== prelu.output)) return null;
  const changed = [...before.inputs.slice(1), ...after.map(({ inputs }) => at(inputs, 1))];
  const isOwn = changed.every((name) => model.nodes.filter(({ inputs }) => inputs.includes(name)).length === 1);
  const channels = tensors.get(at(before.inputs, 1))?.shape[0];
  return isOwn && channels === slopes.length ? { before, after, slopes } : null;
}

function spread(prelu: OnnxNode, { before, after, slopes }: Place, tensors: Map<string, OnnxTensor>): readonly OnnxNode[] {
  const scales = slopes.map((slope) => Math.max(LEAST_SCALE, Math.abs(1 - slope)));
  const signs = slopes.map((slope) => (slope > 1 ? -1 : 1));
  for (const name of before.inputs.slice(1)) replaceData(tensors, name, (data) => scaledByRow(data, scales));
  for (const { inputs, attributes } of after) {
    const isDepthwise = attributes['group'] === slopes.length;
    replaceData(tensors, at(inputs, 1), (data, shape) =>
      isDepthwise ? scaledByRow(data, signs) : scaledByColumn(data, signs, at(shape, 2) * at(shape, 3)),
    );
  }
  const [y, out] = [at(prelu.inputs, 0), prelu.output];
  const bend = {
    name: `${out}/bend`,
    shape: [slopes.length, 1, 1, 1],
    data: slopes.map((slope, channel) => (at(signs, channel) * slope) / at(scales, channel)),
  };
  tensors.set(bend.name, bend);
  const each = { auto_pad: 'VALID', kernel_shape: [1, 1], strides: [1, 1], dilations: [1, 1], group: slopes.length };
  return [
    { opType: 'Relu', inputs: [y], output: `${out}/relu`, attributes: {} },
    { opType: 'Conv', inputs: [y, bend.name], output: `${out}/bent`, attributes: each },
    { opType: 'Add', inputs: [`${out}/bent`, `${out}/relu`], output: out, attributes: {} },
  ];
}

function replaceData(
  tensors: Map<string, OnnxTensor>,
  name: string,
  change: (data: Float32Array, shape: readonly number[]) => Float32Array,
): void {
  const tensor = tensors.get(name);
  if (!(tensor?.data instanceof Float32Array)) throw new Error(`${name}: no weights`);
  tensors.set(name, { ...tensor, data: change(tensor.data, tensor.shape) });
}

/** `data` in as many equal parts as there are factors, each times its own. */
const scaledByRow = (data: Float32Array, factors: Float32Array): Float32Array =>
  data.map((value, i) => value * at(factors, Math.floor((i * factors.length) / data.length)));

/** Rows of one part for each factor, `part` numbers long. */
const scaledByColumn = (data: Float32Array, factors: Float32Array, part: number): Float32Array =>
  data.map((value, i) => value * at(factors, Math.floor(i / part) % factors.length));
