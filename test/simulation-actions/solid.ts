import { apply, plus, type Camera, type Pose, type Vector } from '../simulation/geometry.ts';
import type { Paint } from '../simulation/paint.ts';

/** A head as triangles: where each corner is in the head's own axes (mm, z away from the viewer) and on its paint (px). */
export interface Solid {
  readonly columns: number;
  readonly rows: number;
  /** x, y, z and u, v of each corner, row by row. */
  readonly corners: Float32Array;
  /** How far each corner follows the turning of the head, 0 (stays with the body) to 1. */
  readonly follows: Float32Array;
}

const PER_CORNER = 5;

export interface SolidOptions {
  /** Half the breadth and height that are cut out, mm. */
  readonly reachMm: Vector;
  readonly stepMm: number;
  readonly reliefAt: (x: number, y: number) => number;
  readonly paintAt: (x: number, y: number) => readonly [number, number];
  readonly followAt: (y: number) => number;
}

/** Samples a relief. */
export function solidOf({ reachMm, stepMm, reliefAt, paintAt, followAt }: SolidOptions): Solid {
  const [across, up, down] = reachMm;
  const columns = Math.ceil((2 * across) / stepMm) + 1;
  const rows = Math.ceil((up + down) / stepMm) + 1;
  const corners = new Float32Array(PER_CORNER * columns * rows);
  const follows = new Float32Array(columns * rows);
  for (let row = 0, at = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, at++) {
      const [x, y] = [column * stepMm - across, row * stepMm - up];
      corners.set([x, y, -reliefAt(x, y), ...paintAt(x, y)], PER_CORNER * at);
      follows[at] = followAt(y);
    }
  }
  return { columns, rows, corners, follows };
}

/** Draws solids into a picture, the nearer over the farther. */
export class Stage {
  readonly camera: Camera;
  readonly #canvas: Uint8ClampedArray;
  readonly #depth: Float32Array;
  #kept: { readonly canvas: Uint8ClampedArray; readonly depth: Float32Array } | null = null;

  constructor(camera: Camera) {
    this.camera = camera;
    this.#canvas = new Uint8ClampedArray(4 * camera.width * camera.height).fill(255);
    this.#depth = new Float32Array(camera.width * camera.height);
  }

  /** RGBA; overwritten by the next drawing. */
  get picture() {
    return { data: this.#canvas, width: this.camera.width, height: this.camera.height };
  }

  /** Back to what was there at the last `keep`, or to nothing. */
  clear(): void {
    if (this.#kept) this.#canvas.set(this.#kept.canvas);
    if (this.#kept) this.#depth.set(this.#kept.depth);
    else this.#depth.fill(Infinity);
  }

  /** What is drawn by now stands behind everything that follows a `clear`. */
  keep(): void {
    this.#kept = { canvas: this.#canvas.slice(), depth: this.#depth.slice() };
  }

  /** `poseAt`: where a corner that follows by `share` goes. */
  draw(solid: Solid, paint: Paint, poseAt: (share: number) => Pose): void {
    const { columns, rows, corners, follows } = solid;
    const placed = new Float32Array(3 * columns * rows);
    const { focalPx, centreX, centreY } = this.camera;
    for (let at = 0; at < columns * rows; at++) {
      const pose = poseAt(follows[at] ?? 0);
      const from = PER_CORNER * at;
      const own: Vector = [corners[from] ?? 0, corners[from + 1] ?? 0, corners[from + 2] ?? 0];
      const [x, y, z] = plus(apply(pose.rotation, own), pose.position);
      placed.set([centreX + (focalPx * x) / z, centreY + (focalPx * y) / z, z], 3 * at);
    }
    for (let row = 0; row + 1 < rows; row++) {
      for (let column = 0; column + 1 < columns; column++) {
        const a = row * columns + column;
        this.#triangle(placed, corners, paint, a, a + 1, a + columns);
        this.#triangle(placed, corners, paint, a + 1, a + columns + 1, a + columns);
      }
    }
  }

  #triangle(placed: Float32Array, corners: Float32Array, paint: Paint, a: number, b: number, c: number): void {
    const { width, height } = this.camera;
    const at = (corner: number, axis: number): number => placed[3 * corner + axis] ?? 0;
    const [ax, ay, bx, by, cx, cy] = [at(a, 0), at(a, 1), at(b, 0), at(b, 1), at(c, 0), at(c, 1)];
    const area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
    // Turned away, or seen edge on.
    if (!(area > 1e-6)) return;
    const on = (corner: number, axis: number): number => corners[PER_CORNER * corner + 3 + axis] ?? 0;
    const left = Math.max(0, Math.ceil(Math.min(ax, bx, cx) - 0.5));
    const right = Math.min(width - 1, Math.floor(Math.max(ax, bx, cx) - 0.5));
    const top = Math.max(0, Math.ceil(Math.min(ay, by, cy) - 0.5));
    const bottom = Math.min(height - 1, Math.floor(Math.max(ay, by, cy) - 0.5));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const [px, py] = [x + 0.5, y + 0.5];
        const wb = ((px - ax) * (cy - ay) - (py - ay) * (cx - ax)) / area;
        const wc = ((bx - ax) * (py - ay) - (by - ay) * (px - ax)) / area;
        const wa = 1 - wb - wc;
        if (wa < 0 || wb < 0 || wc < 0) continue;
        const z = wa * at(a, 2) + wb * at(b, 2) + wc * at(c, 2);
        const pixel = y * width + x;
        if (z >= (this.#depth[pixel] ?? 0)) continue;
        const u = wa * on(a, 0) + wb * on(b, 0) + wc * on(c, 0);
        const v = wa * on(a, 1) + wb * on(b, 1) + wc * on(c, 1);
        if (blend(paint, u, v, this.#canvas, 4 * pixel)) this.#depth[pixel] = z;
      }
    }
  }
}

/** Paints one pixel over what is there; false where the paint has a hole. */
function blend({ visible, width, height }: Paint, u: number, v: number, into: Uint8ClampedArray, at: number): boolean {
  const x = Math.min(width - 1.001, Math.max(0, u - 0.5));
  const y = Math.min(height - 1.001, Math.max(0, v - 0.5));
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [dx, dy] = [x - x0, y - y0];
  const a = 4 * (y0 * width + x0);
  const c = a + 4 * width;
  const value = (channel: number): number =>
    (1 - dy) * ((1 - dx) * (visible[a + channel] ?? 0) + dx * (visible[a + 4 + channel] ?? 0)) +
    dy * ((1 - dx) * (visible[c + channel] ?? 0) + dx * (visible[c + 4 + channel] ?? 0));
  const cover = value(3) / 255;
  if (cover < 0.02) return false;
  for (let channel = 0; channel < 3; channel++)
    into[at + channel] = cover * value(channel) + (1 - cover) * (into[at + channel] ?? 0);
  return cover > 0.5;
}
