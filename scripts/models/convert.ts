import { OnnxGraph, type Value } from './onnx-graph.ts';
import type { OnnxModel, OnnxPort } from './onnx-writer.ts';
import { operators } from './operators.ts';
import type { Scope } from './scope.ts';
import { at } from './shapes.ts';
import { shapeAttribute, type TfGraph, type TfNode } from './tfjs-graph.ts';

/** What the converted graph gives out: the TensorFlow node and the name of the ONNX output. */
export interface WantedOutput {
  readonly node: string;
  readonly name: string;
}

/** Converts what the wanted outputs need; the single input keeps its name and layout (batch, height, width, channels). */
export function convertGraph(graph: TfGraph, wanted: readonly WantedOutput[], name: string, description: string): OnnxModel {
  const onnx = new OnnxGraph();
  const values = new Map<string, Value>();
  const inputs: OnnxPort[] = [];
  const scope: Scope = {
    onnx,
    value: (node, index) => {
      const value = values.get(at(node.inputs, index));
      if (value === undefined) throw new Error(`${node.name}: input ${node.inputs[index]} is not computed before it`);
      return value;
    },
    weight: (node, index) => graph.weights.get(at(node.inputs, index)) ?? null,
  };
  for (const node of neededNodes(graph, wanted)) {
    if (node.op === 'Placeholder') {
      const input = { name: node.name, shape: shapeAttribute(node, 'shape') };
      inputs.push(input);
      values.set(node.name, { ...input, layout: 'plain' });
    } else {
      const operator = operators.get(node.op);
      if (operator === undefined) throw new Error(`${name}: operator ${node.op} (${node.name}) is not mapped`);
      values.set(node.name, operator(scope, node));
    }
  }
  const outputs = wanted.map((output) => {
    const computed = values.get(output.node);
    if (computed === undefined) throw new Error(`${name}: no node ${output.node}`);
    const value = onnx.asPlain(computed);
    if (value.name !== output.name) onnx.add('Identity', [value.name], output.name);
    return { name: output.name, shape: value.shape };
  });
  const [input] = inputs;
  if (input === undefined || inputs.length > 1) throw new Error(`${name}: ${inputs.length} inputs, 1 expected`);
  return { name, description, input, outputs, nodes: onnx.nodes, initialisers: onnx.initialisers };
}

function neededNodes(graph: TfGraph, wanted: readonly WantedOutput[]): readonly TfNode[] {
  const needed = new Set(wanted.map(({ node }) => node));
  return graph.nodes
    .toReversed()
    .filter((node) => {
      if (node.op === 'Const' || !needed.has(node.name)) return false;
      for (const input of node.inputs) needed.add(input);
      return true;
    })
    .toReversed();
}
