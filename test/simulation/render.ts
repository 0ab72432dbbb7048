import type { Paint } from './paint.ts';
import { trace, type Traced, type View } from './trace.ts';

/** Noise: one value per pixel of a square tile whose side is a power of two; `shift`: where this frame begins. */
export interface Grain {
  readonly tile: Float32Array;
  readonly side: number;
  readonly shiftX: number;
  readonly shiftY: number;
}

/** Paints `view` into RGBA `canvas` (the camera's size), which is first filled with the look of the far surface. */
export function renderView(view: View, grain: Grain, canvas: Uint8ClampedArray): void {
  const { camera, region, surfaces, light } = view;
  const nearMm = Math.max(50, surfaces[0].pose.position[2]);
  const step = Math.max(2, Math.round((2 * camera.focalPx) / nearMm));
  const columns = Math.ceil(region.width / step) + 2;
  const rows = Math.ceil(region.height / step) + 2;
  const near = trace(surfaces[0], view, step, columns, rows);
  const far = trace(surfaces[1], view, step, columns, rows);
  const isGrey = light === 'infrared';
  const nearPaint = isGrey ? surfaces[0].paint.infrared : surfaces[0].paint.visible;
  const farPaint = isGrey ? surfaces[1].paint.infrared : surfaces[1].paint.visible;
  const channels = isGrey ? 2 : 4;
  const ground = fill(canvas, farPaint, channels, far.shade);
  const row: RowValues = { near: lineOf(columns), far: lineOf(columns) };
  const front = new Float32Array(4);
  const behind = new Float32Array(4);
  const left = Math.max(0, region.left);
  const right = Math.min(camera.width, region.left + region.width);
  const bottom = Math.min(camera.height, region.top + region.height);
  for (let y = Math.max(0, region.top); y < bottom; y++) {
    interpolateRow(near, columns, (y - region.top) / step, row.near);
    interpolateRow(far, columns, (y - region.top) / step, row.far);
    const fadeY = fadeAt(y - region.top, region.height);
    const grainRow = ((y + grain.shiftY) & (grain.side - 1)) * grain.side;
    for (let x = left; x < right; x++) {
      const column = Math.floor((x - region.left) / step);
      const share = (x - region.left) / step - column;
      sample(nearPaint, channels, surfaces[0].paint, mixed(row.near.u, column, share), mixed(row.near.v, column, share), front);
      const cover = (front[channels - 1] ?? 0) / 255;
      const nearLight = cover > 0 ? cover * mixed(row.near.shade, column, share) : 0;
      let farLight = 0;
      if (cover < 1) {
        sample(farPaint, channels, surfaces[1].paint, mixed(row.far.u, column, share), mixed(row.far.v, column, share), behind);
        farLight = (1 - cover) * mixed(row.far.shade, column, share);
      }
      const fade = fadeY * fadeAt(x - region.left, region.width);
      const noise = grain.tile[grainRow + ((x + grain.shiftX) & (grain.side - 1))] ?? 0;
      const at = 4 * (y * camera.width + x);
      for (let channel = 0; channel < 3; channel++) {
        const from = isGrey ? 0 : channel;
        const value = nearLight * (front[from] ?? 0) + farLight * (behind[from] ?? 0) + noise;
        const even = ground[channel] ?? 0;
        canvas[at + channel] = even + fade * (value - even);
      }
    }
  }
}

interface RowValues {
  readonly near: Traced;
  readonly far: Traced;
}

const lineOf = (columns: number): Traced => ({
  u: new Float32Array(columns),
  v: new Float32Array(columns),
  shade: new Float32Array(columns),
});

/** The traced values `gy` rows down, into `line`. */
function interpolateRow(from: Traced, columns: number, gy: number, line: Traced): void {
  const row = Math.floor(gy);
  const share = gy - row;
  for (let column = 0, at = row * columns; column < columns; column++, at++) {
    line.u[column] = (1 - share) * (from.u[at] ?? 0) + share * (from.u[at + columns] ?? 0);
    line.v[column] = (1 - share) * (from.v[at] ?? 0) + share * (from.v[at + columns] ?? 0);
    line.shade[column] = (1 - share) * (from.shade[at] ?? 0) + share * (from.shade[at + columns] ?? 0);
  }
}

const mixed = (values: Float32Array, at: number, share: number): number =>
  (1 - share) * (values[at] ?? 0) + share * (values[at + 1] ?? 0);

/** The painted part goes over into the even one without an edge. */
const fadeAt = (at: number, length: number): number => Math.min(1, (8 * Math.min(at, length - 1 - at)) / length);

/** Fills the canvas with the mean of the far paint, darkened as the far surface is. */
function fill(canvas: Uint8ClampedArray, paint: Uint8ClampedArray, channels: number, shade: Float32Array): readonly number[] {
  const light = shade.reduce((sum, value) => sum + value, 0) / shade.length;
  const mean = [0, 1, 2].map((channel) => {
    const from = channels === 2 ? 0 : channel;
    let sum = 0;
    let count = 0;
    for (let at = from; at < paint.length; at += channels * 97, count++) sum += paint[at] ?? 0;
    return Math.round((light * sum) / count);
  });
  const colour = (255 << 24) | ((mean[2] ?? 0) << 16) | ((mean[1] ?? 0) << 8) | (mean[0] ?? 0);
  new Int32Array(canvas.buffer, canvas.byteOffset, canvas.length / 4).fill(colour);
  return mean;
}

function sample(
  paint: Uint8ClampedArray,
  channels: number,
  { width, height }: Paint,
  u: number,
  v: number,
  into: Float32Array,
): void {
  const x = Math.min(width - 1.001, Math.max(0, u - 0.5));
  const y = Math.min(height - 1.001, Math.max(0, v - 0.5));
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const dx = x - x0;
  const dy = y - y0;
  const a = (y0 * width + x0) * channels;
  const c = a + width * channels;
  for (let channel = 0; channel < channels; channel++) {
    const top = (1 - dx) * (paint[a + channel] ?? 0) + dx * (paint[a + channels + channel] ?? 0);
    const bottom = (1 - dx) * (paint[c + channel] ?? 0) + dx * (paint[c + channels + channel] ?? 0);
    into[channel] = (1 - dy) * top + dy * bottom;
  }
}
