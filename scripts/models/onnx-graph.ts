import type { OnnxAttribute, OnnxNode, OnnxTensor } from './onnx-writer.ts';
import { TO_NCHW, TO_NHWC, type Shape, sizeOf, transpose } from './shapes.ts';
import type { TfWeight } from './tfjs-graph.ts';

/** A tensor of the ONNX graph. `shape` is TensorFlow's; an `nchw` value is stored channels first. */
export interface Value {
  readonly name: string;
  readonly shape: Shape;
  readonly layout: 'nchw' | 'plain';
}

/** Collects nodes and constants of an ONNX graph, turning images between the two layouts as needed. */
export class OnnxGraph {
  readonly #nodes: OnnxNode[] = [];
  readonly #names = new Set<string>();
  readonly #initialisers = new Map<string, OnnxTensor>();
  readonly #turned = new Map<string, Value>();

  get nodes(): readonly OnnxNode[] {
    return this.#nodes;
  }

  get initialisers(): readonly OnnxTensor[] {
    return [...this.#initialisers.values()];
  }

  /** Adds a node whose only output is called `output`; returns that name. Throws when the name is taken. */
  add(opType: string, inputs: readonly string[], output: string, attributes: Readonly<Record<string, OnnxAttribute>> = {}): string {
    if (this.#names.has(output)) throw new Error(`two nodes are called ${output}`);
    this.#names.add(output);
    this.#nodes.push({ opType, inputs, output, attributes });
    return output;
  }

  floats(name: string, shape: Shape, data: Float32Array): string {
    return this.#constant({ name, shape, data });
  }

  ints(name: string, values: readonly number[]): string {
    return this.#constant({ name, shape: [values.length], data: BigInt64Array.from(values, BigInt) });
  }

  /** A weight that is combined with `partner` element by element: brought to its layout. */
  operand(name: string, weight: TfWeight, partner: Value): string {
    if (partner.layout === 'plain') return this.floats(name, weight.shape, Float32Array.from(weight.data));
    const shape = [...Array.from({ length: 4 - weight.shape.length }, () => 1), ...weight.shape];
    const turned = TO_NCHW.map((axis) => shape[axis] ?? 1);
    const data = transpose(weight.data, shape, TO_NCHW);
    return this.floats(`${name}/nchw`, sizeOf(turned) === 1 ? [] : turned.slice(turned.findIndex((size) => size !== 1)), data);
  }

  /** The value channels first; it must be an image. */
  asNchw(value: Value): Value {
    if (value.layout === 'nchw') return value;
    if (value.shape.length !== 4) throw new Error(`${value.name}: not an image`);
    return this.#turn(value, { ...value, name: `${value.name}/nchw`, layout: 'nchw' }, TO_NCHW);
  }

  /** The value in TensorFlow's own order. */
  asPlain(value: Value): Value {
    return value.layout === 'plain' ? value : this.#turn(value, { ...value, name: `${value.name}/nhwc`, layout: 'plain' }, TO_NHWC);
  }

  #turn(from: Value, to: Value, perm: readonly number[]): Value {
    const known = this.#turned.get(to.name);
    if (known !== undefined) return known;
    this.add('Transpose', [from.name], to.name, { perm });
    this.#turned.set(to.name, to);
    return to;
  }

  #constant(tensor: OnnxTensor): string {
    this.#initialisers.set(tensor.name, tensor);
    return tensor.name;
  }
}
