import type { TfGraph, TfNode, TfWeight } from '../../../scripts/models/tfjs-graph.ts';
import { textsToAttribute } from '../../../scripts/models/tfjs-graph.ts';

/** Attributes of a node, written plainly. */
export interface PlainAttributes {
  readonly texts?: Readonly<Record<string, string>>;
  readonly ints?: Readonly<Record<string, readonly number[]>>;
  readonly fused?: readonly string[];
}

/** A node of a graph made by hand. */
export function node(op: string, name: string, inputs: readonly string[], plain: PlainAttributes = {}): TfNode {
  const attributes: Record<string, TfNode['attributes'][string]> = {};
  for (const [key, text] of Object.entries(plain.texts ?? {})) attributes[key] = { s: Buffer.from(text).toString('base64') };
  for (const [key, ints] of Object.entries(plain.ints ?? {})) attributes[key] = { list: { i: ints.map(String) } };
  if (plain.fused !== undefined) attributes['fused_ops'] = textsToAttribute(plain.fused);
  return { op, name, inputs, attributes };
}

/** The input of a graph made by hand. */
export function placeholder(name: string, shape: readonly number[]): TfNode {
  return {
    op: 'Placeholder',
    name,
    inputs: [],
    attributes: { shape: { shape: { dim: shape.map((size) => ({ size: String(size) })) } } },
  };
}

export function floats(shape: readonly number[], values: readonly number[]): TfWeight {
  return { shape, data: Float32Array.from(values) };
}

export function ints(shape: readonly number[], values: readonly number[]): TfWeight {
  return { shape, data: Int32Array.from(values) };
}

export function graph(nodes: readonly TfNode[], weights: Readonly<Record<string, TfWeight>> = {}): TfGraph {
  return { nodes, weights: new Map(Object.entries(weights)) };
}

/** Attributes of a convolution. */
export function sliding(padding: 'SAME' | 'VALID', stride: number, fused: readonly string[] = []): PlainAttributes {
  return { texts: { padding }, ints: { strides: [1, stride, stride, 1], dilations: [1, 1, 1, 1] }, fused };
}
