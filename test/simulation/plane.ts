/** One value per pixel, row by row. */
export interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

export const planeOf = (width: number, height: number): Plane => ({ data: new Float32Array(width * height), width, height });

/** The value between the pixels; beyond the edge that of the edge. */
export function valueAt({ data, width, height }: Plane, x: number, y: number): number {
  const cx = Math.min(width - 1.001, Math.max(0, x));
  const cy = Math.min(height - 1.001, Math.max(0, y));
  const x0 = Math.floor(cx);
  const y0 = Math.floor(cy);
  const dx = cx - x0;
  const dy = cy - y0;
  const at = y0 * width + x0;
  const top = (data[at] ?? 0) * (1 - dx) + (data[at + 1] ?? 0) * dx;
  const bottom = (data[at + width] ?? 0) * (1 - dx) + (data[at + width + 1] ?? 0) * dx;
  return top * (1 - dy) + bottom * dy;
}

function boxAlong(
  from: Float32Array,
  to: Float32Array,
  lines: number,
  length: number,
  step: number,
  jump: number,
  radius: number,
) {
  const share = 1 / (2 * radius + 1);
  for (let line = 0; line < lines; line++) {
    const start = line * jump;
    const value = (i: number): number => from[start + Math.min(length - 1, Math.max(0, i)) * step] ?? 0;
    let sum = 0;
    for (let i = -radius; i <= radius; i++) sum += value(i);
    for (let i = 0; i < length; i++) {
      to[start + i * step] = sum * share;
      sum += value(i + radius + 1) - value(i - radius);
    }
  }
}

/** Nearly a Gaussian of standard deviation `sigma`, px: three boxes. */
export function blurred(plane: Plane, sigma: number): Plane {
  const { width, height } = plane;
  const radius = Math.max(1, Math.round(Math.sqrt(sigma * sigma + 0.25) - 0.5));
  let from = plane.data.slice();
  let to = new Float32Array(from.length);
  for (let pass = 0; pass < 3; pass++) {
    boxAlong(from, to, height, width, 1, width, radius);
    boxAlong(to, from, width, height, width, 1, radius);
  }
  to = from;
  from = to;
  return { data: from, width, height };
}

/**
 * Fills where `weight` is 0 from what lies round it, ever coarser the farther away (push and pull). Weights 0 to 1.
 */
export function filled(planes: readonly Plane[], weight: Plane): readonly Plane[] {
  const { width, height } = weight;
  if (width < 3 || height < 3) return planes;
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const coarseWeight = planeOf(half.width, half.height);
  const coarse = planes.map(() => planeOf(half.width, half.height));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = y * width + x;
      const to = (y >> 1) * half.width + (x >> 1);
      const w = weight.data[from] ?? 0;
      coarseWeight.data[to] = (coarseWeight.data[to] ?? 0) + w;
      planes.forEach(({ data }, i) => {
        const target = coarse[i]?.data;
        if (target) target[to] = (target[to] ?? 0) + w * (data[from] ?? 0);
      });
    }
  }
  coarseWeight.data.forEach((w, at) => {
    for (const { data } of coarse) data[at] = w > 0 ? (data[at] ?? 0) / w : 0;
    coarseWeight.data[at] = Math.min(1, w);
  });
  const below = filled(coarse, coarseWeight);
  return planes.map((plane, i) => {
    const result = planeOf(width, height);
    const under = below[i] ?? plane;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const w = Math.min(1, weight.data[at] ?? 0);
        const other = w < 1 ? valueAt(under, (x - 0.5) / 2, (y - 0.5) / 2) : 0;
        result.data[at] = w * (plane.data[at] ?? 0) + (1 - w) * other;
      }
    }
    return result;
  });
}
