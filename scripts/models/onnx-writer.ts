import { fileURLToPath } from 'node:url';

import protobuf from 'protobufjs';

/** Attribute of a node: a whole number, a list of them, or a text. */
export type OnnxAttribute = number | readonly number[] | string;

export interface OnnxNode {
  readonly opType: string;
  readonly inputs: readonly string[];
  readonly output: string;
  readonly attributes: Readonly<Record<string, OnnxAttribute>>;
}

export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Float32Array becomes FLOAT, BigInt64Array INT64. */
  readonly data: Float32Array | BigInt64Array;
}

/** A float input or output; -1 in the shape stands for the batch, whose size is free. */
export interface OnnxPort {
  readonly name: string;
  readonly shape: readonly number[];
}

export interface OnnxModel {
  readonly name: string;
  /** One line on where the network comes from. */
  readonly description: string;
  readonly input: OnnxPort;
  readonly outputs: readonly OnnxPort[];
  readonly nodes: readonly OnnxNode[];
  readonly initialisers: readonly OnnxTensor[];
}

const OPSET = 17;
/** The IR version that came with opset 17. */
const IR_VERSION = 8;
const FLOAT = 1;
const INT64 = 7;
const attributeType = { int: 2, text: 3, ints: 7 } as const;

const schema = fileURLToPath(new URL('../../proto/onnx.proto', import.meta.url));

/** The model as bytes of an ONNX file; equal models give equal bytes. */
export function encodeOnnx(model: OnnxModel): Uint8Array {
  const type = new protobuf.Root().loadSync(schema, { keepCase: true }).lookupType('onnx.ModelProto');
  const message = {
    ir_version: IR_VERSION,
    producer_name: 'site-gate-terminal',
    doc_string: model.description,
    opset_import: [{ domain: '', version: OPSET }],
    graph: {
      name: model.name,
      node: model.nodes.map((node) => ({
        name: node.output,
        op_type: node.opType,
        input: node.inputs,
        output: [node.output],
        attribute: Object.entries(node.attributes).map(([name, value]) => encodeAttribute(name, value)),
      })),
      initializer: model.initialisers.map(encodeTensor),
      input: [encodePort(model.input)],
      output: model.outputs.map(encodePort),
    },
  };
  const problem = type.verify(message);
  if (problem !== null) throw new Error(`${model.name}: not an ONNX model: ${problem}`);
  return type.encode(message).finish();
}

function encodeAttribute(name: string, value: OnnxAttribute): object {
  if (typeof value === 'number') return { name, i: value, type: attributeType.int };
  if (typeof value === 'string') return { name, s: Buffer.from(value), type: attributeType.text };
  return { name, ints: value, type: attributeType.ints };
}

function encodeTensor({ name, shape, data }: OnnxTensor): object {
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return { name, dims: shape, data_type: data instanceof Float32Array ? FLOAT : INT64, raw_data: bytes };
}

function encodePort({ name, shape }: OnnxPort): object {
  const dim = shape.map((size) => (size === -1 ? { dim_param: 'batch' } : { dim_value: size }));
  return { name, type: { tensor_type: { elem_type: FLOAT, shape: { dim } } } };
}
