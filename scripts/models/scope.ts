import type { OnnxGraph, Value } from './onnx-graph.ts';
import type { TfNode, TfWeight } from './tfjs-graph.ts';

/** What an operator's mapping works with. */
export interface Scope {
  readonly onnx: OnnxGraph;
  /** The mapped tensor behind the node's input `index`; throws when that input is a weight. */
  value(node: TfNode, index: number): Value;
  /** The weight behind the node's input `index`, or null when that input is computed. */
  weight(node: TfNode, index: number): TfWeight | null;
}

/** Maps one TensorFlow node to ONNX nodes; returns its output. */
export type Operator = (scope: Scope, node: TfNode) => Value;

/** The weight behind input `index`; throws when that input is computed. */
export function requireWeight(scope: Scope, node: TfNode, index: number): TfWeight {
  const weight = scope.weight(node, index);
  if (weight === null) throw new Error(`${node.name}: input ${index} must be a constant`);
  return weight;
}
