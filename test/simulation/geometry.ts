/** mm in the world: x to the right, y down, z away from the visible camera, which is the origin. */
export type Vector = readonly [number, number, number];

/** 3×3, row by row. */
export type Rotation = readonly [number, number, number, number, number, number, number, number, number];

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

export const apply = (r: Rotation, [x, y, z]: Vector): Vector => [
  r[0] * x + r[1] * y + r[2] * z,
  r[3] * x + r[4] * y + r[5] * z,
  r[6] * x + r[7] * y + r[8] * z,
];

export const transpose = (r: Rotation): Rotation => [r[0], r[3], r[6], r[1], r[4], r[7], r[2], r[5], r[8]];

export const minus = (a: Vector, b: Vector): Vector => [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
export const plus = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];

/** Turns by `yaw` about y, then `pitch` about x, then `roll` about z; degrees. */
export function rotationOf(yawDeg: number, pitchDeg: number, rollDeg: number): Rotation {
  const [sy, cy] = [Math.sin(radians(yawDeg)), Math.cos(radians(yawDeg))];
  const [sp, cp] = [Math.sin(radians(pitchDeg)), Math.cos(radians(pitchDeg))];
  const [sr, cr] = [Math.sin(radians(rollDeg)), Math.cos(radians(rollDeg))];
  // roll · pitch · yaw
  const [a, b, c] = [cy, 0, sy];
  const [d, e, f] = [sp * sy, cp, -sp * cy];
  const [g, h, i] = [-cp * sy, sp, cp * cy];
  return [cr * a - sr * d, cr * b - sr * e, cr * c - sr * f, sr * a + cr * d, sr * b + cr * e, sr * c + cr * f, g, h, i];
}

export interface Camera {
  readonly width: number;
  readonly height: number;
  readonly focalPx: number;
  readonly centreX: number;
  readonly centreY: number;
  readonly position: Vector;
  /** World to camera. */
  readonly rotation: Rotation;
}

/** Where a thing is and how it is turned: its own axes to the world's. */
export interface Pose {
  readonly rotation: Rotation;
  readonly position: Vector;
}

/** Where `camera` sees a point of the world, px. */
export function project(camera: Camera, point: Vector): readonly [number, number] {
  const [x, y, z] = apply(camera.rotation, minus(point, camera.position));
  return [camera.centreX + (camera.focalPx * x) / z, camera.centreY + (camera.focalPx * y) / z];
}
