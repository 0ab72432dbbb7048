import { apply, minus, transpose, type Camera, type Pose, type Vector } from './geometry.ts';
import type { Paint } from './paint.ts';

/** Where on its paint a spot of a surface lies; overwritten by each call. */
export interface PaintSpot {
  u: number;
  v: number;
}

/** Light of the infrared lamp, which sits at the infrared lens. */
export interface Lamp {
  /** Exponent of the cosine of the slant. */
  readonly power: number;
  /** Share of the light that comes from elsewhere. */
  readonly ambient: number;
  /** Where it is as bright as the paint says, mm. */
  readonly atMm: number;
}

/** A thing in the world: a sheet in its own x and y (mm) that stands out toward the viewer by `reliefAt`. */
export interface Surface {
  readonly paint: Paint;
  readonly pose: Pose;
  /** Null: flat. Slopes below about 5, seen from the front. */
  readonly reliefAt: ((x: number, y: number) => number) | null;
  /** px of the paint. */
  paintAt(x: number, y: number, spot: PaintSpot): void;
}

export interface View {
  readonly camera: Camera;
  readonly light: 'visible' | 'infrared';
  /** Null: even light. */
  readonly lamp: Lamp | null;
  /** Nearest first; the last one covers everything. */
  readonly surfaces: readonly [Surface, Surface];
  /** The part of the picture that is painted, px; the rest is even. */
  readonly region: { readonly left: number; readonly top: number; readonly width: number; readonly height: number };
}

/** Smooth surfaces are traced at every `step`-th pixel; between them the way back is interpolated. */
export interface Traced {
  readonly u: Float32Array;
  readonly v: Float32Array;
  readonly shade: Float32Array;
}

const PASSES = 6;

/** Follows the rays of `view` to the surface and on to its paint. */
export function trace(surface: Surface, { camera, lamp, region }: View, step: number, columns: number, rows: number): Traced {
  const back = transpose(surface.pose.rotation);
  const origin = apply(back, minus(camera.position, surface.pose.position));
  const toWorld = transpose(camera.rotation);
  const u = new Float32Array(columns * rows);
  const v = new Float32Array(columns * rows);
  const shade = new Float32Array(columns * rows).fill(1);
  const spot: PaintSpot = { u: 0, v: 0 };
  const { reliefAt } = surface;
  for (let row = 0, at = 0; row < rows; row++) {
    const cy = (region.top + row * step + 0.5 - camera.centreY) / camera.focalPx;
    for (let column = 0; column < columns; column++, at++) {
      const cx = (region.left + column * step + 0.5 - camera.centreX) / camera.focalPx;
      const ray = apply(back, apply(toWorld, [cx, cy, 1]));
      let t = -origin[2] / ray[2];
      // Where the ray meets the relief: each pass comes nearer, as the ray is steeper than the slopes.
      for (let pass = 0; reliefAt && pass < PASSES; pass++)
        t = (-reliefAt(origin[0] + t * ray[0], origin[1] + t * ray[1]) - origin[2]) / ray[2];
      const x = origin[0] + t * ray[0];
      const y = origin[1] + t * ray[1];
      surface.paintAt(x, y, spot);
      u[at] = spot.u;
      v[at] = spot.v;
      if (lamp) shade[at] = shadeOf(reliefAt, x, y, origin, ray, t, lamp);
    }
  }
  return { u, v, shade };
}

function shadeOf(
  reliefAt: Surface['reliefAt'],
  x: number,
  y: number,
  [ox, oy]: Vector,
  ray: Vector,
  t: number,
  { power, ambient, atMm }: Lamp,
): number {
  const slopeX = reliefAt ? (reliefAt(x + 2, y) - reliefAt(x - 2, y)) / 4 : 0;
  const slopeY = reliefAt ? (reliefAt(x, y + 2) - reliefAt(x, y - 2)) / 4 : 0;
  const lx = ox - x;
  const ly = oy - y;
  const lz = -t * ray[2];
  const far = Math.hypot(lx, ly, lz);
  // Own axes: the viewer is at negative z, and so is the outside of the surface.
  const cosine = (-slopeX * lx - slopeY * ly - lz) / (far * Math.hypot(slopeX, slopeY, 1));
  return ambient + (1 - ambient) * Math.max(0, cosine) ** power * (atMm / Math.max(1, far)) ** 2;
}
