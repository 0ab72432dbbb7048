import { clip, linearThenActivations, prelu } from './activations.ts';
import { convolution, maxPool } from './sliding-windows.ts';
import { type Operator, requireWeight } from './scope.ts';
import { at, broadcast, permute, reshaped, TO_NCHW } from './shapes.ts';
import { flagAttribute, intsAttribute } from './tfjs-graph.ts';

function unary(opType: string): Operator {
  return (scope, node) => {
    const value = scope.value(node, 0);
    return { ...value, name: scope.onnx.add(opType, [value.name], node.name) };
  };
}

function binary(opType: string): Operator {
  return (scope, node) => {
    const left = scope.weight(node, 0);
    const right = scope.weight(node, 1);
    if (left !== null || right !== null) {
      const [index, weight] = left !== null ? ([0, left] as const) : ([1, requireWeight(scope, node, 1)] as const);
      const value = scope.value(node, 1 - index);
      const operand = scope.onnx.operand(at(node.inputs, index), weight, value);
      const inputs = index === 0 ? [operand, value.name] : [value.name, operand];
      return { ...value, name: scope.onnx.add(opType, inputs, node.name), shape: broadcast(value.shape, weight.shape) };
    }
    const values = [scope.value(node, 0), scope.value(node, 1)];
    const isImage = values.every(({ layout }) => layout === 'nchw');
    const [a, b] = [at(values, 0), at(values, 1)].map((value) => (isImage ? value : scope.onnx.asPlain(value)));
    if (a === undefined || b === undefined) throw new Error(`${node.name}: needs two inputs`);
    const name = scope.onnx.add(opType, [a.name, b.name], node.name);
    return { name, shape: broadcast(a.shape, b.shape), layout: isImage ? 'nchw' : 'plain' };
  };
}

const pad: Operator = (scope, node) => {
  const value = scope.value(node, 0);
  const flat = [...requireWeight(scope, node, 1).data];
  const rows = value.shape.map((_, axis) => [at(flat, axis * 2), at(flat, axis * 2 + 1)] as const);
  const stored = value.layout === 'nchw' ? permute(rows, TO_NCHW) : rows;
  const pads = scope.onnx.ints(`${node.name}/pads`, [...stored.map(([before]) => before), ...stored.map(([, after]) => after)]);
  const shape = value.shape.map((size, axis) => {
    const [before, after] = at(rows, axis);
    if (size === -1 && before + after > 0) throw new Error(`${node.name}: pads the batch`);
    return size === -1 ? -1 : size + before + after;
  });
  return { ...value, name: scope.onnx.add('Pad', [value.name, pads], node.name), shape };
};

// Flattening reads the elements in storage order, so an image must be back in TensorFlow's order first.
const reshape: Operator = (scope, node) => {
  const value = scope.onnx.asPlain(scope.value(node, 0));
  const target = [...requireWeight(scope, node, 1).data];
  const name = scope.onnx.add('Reshape', [value.name, scope.onnx.ints(`${node.name}/target`, target)], node.name);
  return { name, shape: reshaped(value.shape, target), layout: 'plain' };
};

const squeeze: Operator = (scope, node) => {
  const value = scope.onnx.asPlain(scope.value(node, 0));
  const axes = intsAttribute(node, 'squeeze_dims');
  const name = scope.onnx.add('Squeeze', [value.name, scope.onnx.ints(`${node.name}/axes`, axes)], node.name);
  return { name, shape: value.shape.filter((_, axis) => !axes.includes(axis)), layout: 'plain' };
};

const sum: Operator = (scope, node) => {
  const value = scope.onnx.asPlain(scope.value(node, 0));
  const axes = [...requireWeight(scope, node, 1).data].map((axis) => (axis < 0 ? axis + value.shape.length : axis));
  const keepsAxes = flagAttribute(node, 'keep_dims');
  const inputs = [value.name, scope.onnx.ints(`${node.name}/axes`, axes)];
  const name = scope.onnx.add('ReduceSum', inputs, node.name, { keepdims: keepsAxes ? 1 : 0 });
  const shape = keepsAxes
    ? value.shape.map((size, axis) => (axes.includes(axis) ? 1 : size))
    : value.shape.filter((_, axis) => !axes.includes(axis));
  return { name, shape, layout: 'plain' };
};

const softmax: Operator = (scope, node) => {
  const value = scope.onnx.asPlain(scope.value(node, 0));
  return { ...value, name: scope.onnx.add('Softmax', [value.name], node.name, { axis: -1 }) };
};

const square: Operator = (scope, node) => {
  const value = scope.value(node, 0);
  return { ...value, name: scope.onnx.add('Mul', [value.name, value.name], node.name) };
};

const inverseRoot: Operator = (scope, node) => {
  const value = scope.value(node, 0);
  const root = scope.onnx.add('Sqrt', [value.name], `${node.name}/root`);
  return { ...value, name: scope.onnx.add('Reciprocal', [root], node.name) };
};

const matMul: Operator = (scope, node) => {
  const value = scope.onnx.asPlain(scope.value(node, 0));
  if (flagAttribute(node, 'transpose_a') || flagAttribute(node, 'transpose_b')) throw new Error(`${node.name}: transposed`);
  const matrix = requireWeight(scope, node, 1);
  const inputs = [value.name, scope.onnx.floats(`${node.name}/matrix`, matrix.shape, Float32Array.from(matrix.data))];
  const shape = [at(value.shape, 0), at(matrix.shape, 1)];
  return linearThenActivations(scope, node, { opType: 'Gemm', inputs, attributes: {}, shape, layout: 'plain' });
};

/** TensorFlow operator → its mapping. */
export const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['Conv2D', convolution(false)],
  ['_FusedConv2D', convolution(false)],
  ['DepthwiseConv2dNative', convolution(true)],
  ['FusedDepthwiseConv2dNative', convolution(true)],
  ['MatMul', matMul],
  ['_FusedMatMul', matMul],
  ['MaxPool', maxPool],
  ['Pad', pad],
  ['Reshape', reshape],
  ['Squeeze', squeeze],
  ['Sum', sum],
  ['Softmax', softmax],
  ['Square', square],
  ['Rsqrt', inverseRoot],
  ['Prelu', (scope, node) => prelu(scope, node, scope.value(node, 0), 1)],
  ['Relu6', (scope, node) => clip(scope, scope.value(node, 0), node.name)],
  ['Relu', unary('Relu')],
  ['Abs', unary('Abs')],
  ['Sigmoid', unary('Sigmoid')],
  ['Add', binary('Add')],
  ['AddV2', binary('Add')],
  ['BiasAdd', binary('Add')],
  ['Sub', binary('Sub')],
  ['Mul', binary('Mul')],
  ['Maximum', binary('Max')],
  ['Identity', (scope, node) => scope.value(node, 0)],
]);
