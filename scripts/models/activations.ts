import type { Value } from './onnx-graph.ts';
import type { OnnxAttribute } from './onnx-writer.ts';
import { requireWeight, type Scope } from './scope.ts';
import { at, type Shape } from './shapes.ts';
import { textsAttribute, type TfNode } from './tfjs-graph.ts';

/** A convolution or a product with a matrix, before its bias. */
export interface LinearStep {
  readonly opType: 'Conv' | 'Gemm';
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
  readonly shape: Shape;
  readonly layout: Value['layout'];
}

/** Adds the step with its fused bias (the node's input 2) and its fused activation; the last ONNX node has the node's name. */
export function linearThenActivations(scope: Scope, node: TfNode, step: LinearStep): Value {
  const fused = textsAttribute(node, 'fused_ops');
  const hasBias = fused[0] === 'BiasAdd';
  const activations = hasBias ? fused.slice(1) : fused;
  const inputs = [...step.inputs];
  if (hasBias) {
    const bias = requireWeight(scope, node, 2);
    inputs.push(scope.onnx.floats(`${node.name}/bias`, bias.shape, Float32Array.from(bias.data)));
  }
  const name = activations.length === 0 ? node.name : `${node.name}/linear`;
  scope.onnx.add(step.opType, inputs, name, step.attributes);
  return activate(scope, node, { name, shape: step.shape, layout: step.layout }, activations, hasBias ? 3 : 2);
}

function activate(scope: Scope, node: TfNode, linear: Value, activations: readonly string[], slopeIndex: number): Value {
  const [first, ...more] = activations;
  if (first === undefined) return linear;
  if (more.length > 0) throw new Error(`${node.name}: more than one fused activation: ${activations.join()}`);
  switch (first) {
    case 'Relu':
      return { ...linear, name: scope.onnx.add('Relu', [linear.name], node.name) };
    case 'Relu6':
      return clip(scope, linear, node.name);
    case 'Sigmoid':
      return { ...linear, name: scope.onnx.add('Sigmoid', [linear.name], node.name) };
    case 'Prelu':
      return prelu(scope, node, linear, slopeIndex);
    default:
      throw new Error(`${node.name}: fused ${first} is not mapped`);
  }
}

/** Relu6: kept between 0 and 6. */
export function clip(scope: Scope, value: Value, output: string): Value {
  const limits = [0, 6].map((limit) => scope.onnx.floats(`limit/${limit}`, [], Float32Array.of(limit)));
  return { ...value, name: scope.onnx.add('Clip', [value.name, ...limits], output) };
}

/** PReLU with the slope behind input `slopeIndex`. */
export function prelu(scope: Scope, node: TfNode, value: Value, slopeIndex: number): Value {
  const slope = scope.onnx.operand(at(node.inputs, slopeIndex), requireWeight(scope, node, slopeIndex), value);
  return { ...value, name: scope.onnx.add('PRelu', [value.name, slope], node.name) };
}
