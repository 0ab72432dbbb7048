/** A shape in TensorFlow's order (images: batch, height, width, channels); -1 is the batch when its size is free. */
export type Shape = readonly number[];

/** Order that turns batch, height, width, channels into batch, channels, height, width. */
export const TO_NCHW: readonly number[] = [0, 3, 1, 2];
/** The way back. */
export const TO_NHWC: readonly number[] = [0, 2, 3, 1];

/** The entry at `index`; throws when there is none. */
export function at<T>(list: ArrayLike<T>, index: number): T {
  const value = list[index];
  if (value === undefined) throw new Error(`no entry ${index} in a list of ${list.length}`);
  return value;
}

export function permute<T>(list: readonly T[], order: readonly number[]): readonly T[] {
  return order.map((axis) => at(list, axis));
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Rearranges `data` of `shape`: axis i of the result is axis `order[i]` of the source. */
export function transpose(data: ArrayLike<number>, shape: Shape, order: readonly number[]): Float32Array {
  const result = new Float32Array(data.length);
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const sizes = permute(shape, order);
  const steps = permute(strides, order);
  const index = sizes.map(() => 0);
  let source = 0;
  for (let target = 0; target < result.length; target++) {
    result[target] = at(data, source);
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      const next = at(index, axis) + 1;
      source += at(steps, axis);
      if (next < at(sizes, axis)) {
        index[axis] = next;
        break;
      }
      source -= at(steps, axis) * next;
      index[axis] = 0;
    }
  }
  return result;
}

/** NumPy's broadcasting of two shapes. */
export function broadcast(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const left = a[a.length - rank + i] ?? 1;
    const right = b[b.length - rank + i] ?? 1;
    if (left !== right && left !== 1 && right !== 1) throw new Error(`shapes [${a.join()}] and [${b.join()}] do not fit together`);
    return left === 1 ? right : left;
  });
}

/** Height or width that a window leaves over, by TensorFlow's rules. */
export function slidingSize(size: number, window: number, stride: number, dilation: number, padding: string): number {
  if (padding === 'SAME') return Math.ceil(size / stride);
  if (padding === 'VALID') return Math.floor((size - ((window - 1) * dilation + 1)) / stride) + 1;
  throw new Error(`padding ${padding} is not mapped`);
}

/** Resolves the -1 of a reshape; a free batch must stay what it was. */
export function reshaped(from: Shape, to: Shape): Shape {
  const isBatchFree = from.includes(-1);
  const known = sizeOf(to.filter((size) => size !== -1));
  const inner = sizeOf(from.filter((size) => size !== -1));
  if (!isBatchFree) return to.map((size) => (size === -1 ? inner / known : size));
  if (to[0] !== -1 || known !== inner) throw new Error(`cannot reshape [${from.join()}] to [${to.join()}] with a free batch`);
  return to;
}
