import { linearThenActivations } from './activations.ts';
import type { Value } from './onnx-graph.ts';
import { type Operator, requireWeight, type Scope } from './scope.ts';
import { at, slidingSize, transpose } from './shapes.ts';
import { intsAttribute, textAttribute, type TfNode } from './tfjs-graph.ts';

/** A convolution with all that is fused behind it. */
export function convolution(isDepthwise: boolean): Operator {
  return (scope, node) => {
    const image = scope.onnx.asNchw(scope.value(node, 0));
    const kernel = kernelOf(scope, node, isDepthwise);
    const dilations = intsAttribute(node, 'dilations').slice(1, 3);
    const { size, attributes } = slide(node, image, kernel.window, dilations);
    return linearThenActivations(scope, node, {
      opType: 'Conv',
      inputs: [image.name, kernel.name],
      attributes: { ...attributes, dilations, group: isDepthwise ? at(image.shape, 3) : 1 },
      shape: [at(image.shape, 0), ...size, kernel.outputs],
      layout: 'nchw',
    });
  };
}

/** The largest value of each window, channel by channel. */
export const maxPool: Operator = (scope, node) => {
  const image = scope.onnx.asNchw(scope.value(node, 0));
  const { size, attributes } = slide(node, image, intsAttribute(node, 'ksize').slice(1, 3), [1, 1]);
  const shape = [at(image.shape, 0), ...size, at(image.shape, 3)];
  return { name: scope.onnx.add('MaxPool', [image.name], node.name, attributes), shape, layout: 'nchw' };
};

/** Kernel layouts: H,W,in,out becomes out,in,H,W; depthwise H,W,C,M becomes C·M,1,H,W. */
function kernelOf(scope: Scope, node: TfNode, isDepthwise: boolean) {
  const { shape, data } = requireWeight(scope, node, 1);
  const [height, width, inputs, outputs] = [at(shape, 0), at(shape, 1), at(shape, 2), at(shape, 3)];
  const turned = transpose(data, shape, isDepthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]);
  const onnxShape = isDepthwise ? [inputs * outputs, 1, height, width] : [outputs, inputs, height, width];
  return { name: scope.onnx.floats(`${node.name}/kernel`, onnxShape, turned), outputs: at(onnxShape, 0), window: [height, width] };
}

/** TensorFlow's SAME puts the odd row of padding below and to the right: SAME_UPPER. */
function slide(node: TfNode, image: Value, window: readonly number[], dilations: readonly number[]) {
  const strides = intsAttribute(node, 'strides').slice(1, 3);
  const padding = textAttribute(node, 'padding');
  const size = [0, 1].map((i) =>
    slidingSize(at(image.shape, i + 1), at(window, i), at(strides, i), at(dilations, i), padding),
  );
  return { size, attributes: { auto_pad: padding === 'SAME' ? 'SAME_UPPER' : 'VALID', kernel_shape: window, strides } };
}

