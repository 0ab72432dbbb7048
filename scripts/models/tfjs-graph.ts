import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { z } from 'zod';

/** A constant of a TensorFlow.js graph, decoded to plain numbers, row by row. */
export interface TfWeight {
  readonly shape: readonly number[];
  readonly data: Float32Array | Int32Array;
}

const Attribute = z.looseObject({
  s: z.string().optional(),
  i: z.union([z.string(), z.number()]).optional(),
  b: z.boolean().optional(),
  list: z
    .looseObject({ s: z.array(z.string()).optional(), i: z.array(z.union([z.string(), z.number()])).optional() })
    .optional(),
  shape: z.looseObject({ dim: z.array(z.looseObject({ size: z.union([z.string(), z.number()]) })).optional() }).optional(),
});

/** One node; inputs name nodes or weights. Attributes stay as stored: see the readers below. */
export interface TfNode {
  readonly name: string;
  readonly op: string;
  readonly inputs: readonly string[];
  readonly attributes: Readonly<Record<string, z.infer<typeof Attribute>>>;
}

/** A TensorFlow.js graph model: nodes in an order in which each stands after its inputs. */
export interface TfGraph {
  readonly nodes: readonly TfNode[];
  readonly weights: ReadonlyMap<string, TfWeight>;
}

const Weight = z.looseObject({
  name: z.string(),
  shape: z.array(z.int().nonnegative()),
  dtype: z.enum(['float32', 'int32']),
  quantization: z
    .looseObject({ dtype: z.enum(['float16', 'uint8', 'uint16']), scale: z.number().optional(), min: z.number().optional() })
    .optional(),
});
type Weight = z.infer<typeof Weight>;

const Model = z.looseObject({
  format: z.literal('graph-model'),
  modelTopology: z.looseObject({
    node: z.array(
      z.looseObject({
        name: z.string(),
        op: z.string(),
        input: z.array(z.string()).default([]),
        attr: z.record(z.string(), Attribute).default({}),
      }),
    ),
  }),
  weightsManifest: z.array(z.looseObject({ paths: z.array(z.string()), weights: z.array(Weight) })),
});

/** Reads `NAME.json` and the weight files it names. Throws when the model is no TensorFlow.js graph model or its weights do not fit. */
export function readTfGraph(jsonFile: string): TfGraph {
  const model = Model.parse(JSON.parse(readFileSync(jsonFile, 'utf8')));
  const weights = new Map<string, TfWeight>();
  for (const group of model.weightsManifest) {
    const bytes = Buffer.concat(group.paths.map((path) => readFileSync(join(dirname(jsonFile), path))));
    let offset = 0;
    for (const weight of group.weights) {
      const length = byteLength(weight);
      if (offset + length > bytes.length) throw new Error(`${jsonFile}: the weights end before ${weight.name}`);
      weights.set(weight.name, { shape: weight.shape, data: decode(weight, bytes.subarray(offset, offset + length)) });
      offset += length;
    }
    if (offset !== bytes.length) throw new Error(`${jsonFile}: ${bytes.length - offset} bytes of weights belong to nothing`);
  }
  const nodes = model.modelTopology.node.map(({ name, op, input, attr }) => ({
    name,
    op,
    inputs: input.filter((source) => !source.startsWith('^')).map((source) => source.replace(/:0$/, '')),
    attributes: attr,
  }));
  return { nodes, weights };
}

/** A text attribute; TensorFlow.js stores text as base64. */
export function textAttribute(node: TfNode, name: string): string {
  const value = node.attributes[name]?.s;
  if (value === undefined) throw new Error(`${node.name}: no text attribute ${name}`);
  return fromBase64(value);
}

/** A list of texts; empty when the attribute is absent. */
export function textsAttribute(node: TfNode, name: string): readonly string[] {
  return (node.attributes[name]?.list?.s ?? []).map(fromBase64);
}

/** A list of whole numbers; empty when the attribute is absent. */
export function intsAttribute(node: TfNode, name: string): readonly number[] {
  return (node.attributes[name]?.list?.i ?? []).map(Number);
}

/** A truth value; false when the attribute is absent. */
export function flagAttribute(node: TfNode, name: string): boolean {
  return node.attributes[name]?.b ?? false;
}

/** A shape; -1 stands for a size known only at run time. */
export function shapeAttribute(node: TfNode, name: string): readonly number[] {
  const dims = node.attributes[name]?.shape?.dim;
  if (dims === undefined) throw new Error(`${node.name}: no shape ${name}`);
  return dims.map(({ size }) => Number(size));
}

/** Writes a list of texts the way TensorFlow.js stores it. */
export function textsToAttribute(texts: readonly string[]): z.infer<typeof Attribute> {
  return { list: { s: texts.map((text) => Buffer.from(text).toString('base64')) } };
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}

const storedBytes = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

function byteLength(weight: Weight): number {
  return weight.shape.reduce((product, size) => product * size, 1) * storedBytes[weight.quantization?.dtype ?? weight.dtype];
}

function decode(weight: Weight, bytes: Buffer): Float32Array | Int32Array {
  const stored = weight.quantization?.dtype ?? weight.dtype;
  const data = weight.dtype === 'int32' ? new Int32Array(bytes.length / storedBytes[stored]) : new Float32Array(bytes.length / storedBytes[stored]);
  const { scale = 1, min = 0 } = weight.quantization ?? {};
  for (let i = 0; i < data.length; i++) {
    switch (stored) {
      case 'float32':
        data[i] = bytes.readFloatLE(i * 4);
        break;
      case 'int32':
        data[i] = bytes.readInt32LE(i * 4);
        break;
      case 'float16':
        data[i] = halfToNumber(bytes.readUInt16LE(i * 2));
        break;
      case 'uint16':
        data[i] = bytes.readUInt16LE(i * 2) * scale + min;
        break;
      case 'uint8':
        data[i] = bytes.readUInt8(i) * scale + min;
        break;
    }
  }
  return data;
}

/** IEEE 754 binary16 to a number. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
