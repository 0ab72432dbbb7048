import { MESH_POINTS } from '../../shared/vision/human-face.ts';
import type { Mesh } from '../../shared/vision/liveness/mesh.ts';
import { bendFields, inner, neighbours, orthonormal, planeFields, smoothed, without, type Field } from './surface-fit.ts';

/**
 * How far a shift of points between two pictures follows the face's own shape, in units of shift per depth. A plane in x and
 * y is taken out of both first, which is all that any flat thing has, however it is turned. What is left of the depth is split: `bend`
 * is the part that a bent sheet can have too (quadratic in x and y), `relief` the rest: nose, eye sockets, lips.
 */
export interface ShapeSlopes {
  readonly bend: number;
  readonly relief: number;
  /** Standard error of each as the scatter has it, of which errors that neighbours share count fully and others average out. */
  readonly bendError: number;
  readonly reliefError: number;
}

/** The face's shape, prepared to be held against shifts of its points. */
export interface FaceShape {
  /** Points that stand close together say much the same: each counts for one over its neighbours. */
  readonly weights: Field;
  readonly near: readonly (readonly number[])[];
  /** Towards the camera counts up, as the shift does; face widths. */
  readonly nearness: Field;
  /** All that a plane can be, and what a bend adds. */
  readonly plane: readonly Field[];
  readonly bends: readonly Field[];
  /** Points that count as independent. */
  readonly independent: number;
}

/** Errors of landmarks are alike within this distance, face widths: 2 cm. */
const ALIKE_WITHIN = 0.14;

const coordinate = (mesh: Mesh, which: 0 | 1 | 2): Field =>
  Float64Array.from({ length: MESH_POINTS }, (_, i) => mesh[3 * i + which] ?? 0);

/** `widthPx`: of the face, px of the picture. */
export function shapeOf(mesh: Mesh, widthPx: number): FaceShape {
  const x = coordinate(mesh, 0);
  const y = coordinate(mesh, 1);
  const middleX = x.reduce((sum, value) => sum + value, 0) / x.length;
  const middleY = y.reduce((sum, value) => sum + value, 0) / y.length;
  const u = x.map((value) => (value - middleX) / widthPx);
  const v = y.map((value) => (value - middleY) / widthPx);
  const nearness = coordinate(mesh, 2).map((value) => -value / widthPx);
  const near = neighbours(u, v, ALIKE_WITHIN);
  const weights = Float64Array.from(near, (points) => 1 / points.length);
  const independent = weights.reduce((sum, weight) => sum + weight, 0);
  return { weights, near, nearness, plane: planeFields(u, v), bends: bendFields(u, v), independent };
}

/** Rounds in which points that do not fit lose their say, and the misfit from which on they do, in medians. */
const ROUNDS = 4;
const MISFIT = 3;

/** `shift`: of each point, face widths. Points that were taken for others are found by their misfit and count for little. */
export function slopesOn(face: FaceShape, shift: Field): ShapeSlopes {
  let weights = face.weights;
  for (let round = 1; round < ROUNDS; round++) {
    const sizes = fit(face, shift, weights).rest.map(Math.abs);
    const usual = sizes.toSorted()[Math.floor(sizes.length / 2)] ?? 0;
    if (!(usual > 0)) break;
    weights = face.weights.map((weight, i) => weight / (1 + ((sizes[i] ?? 0) / (MISFIT * usual)) ** 2));
  }
  return fit(face, shift, weights).slopes;
}

function fit({ near, nearness, plane, bends, independent }: FaceShape, shift: Field, weights: Field) {
  const flat = orthonormal(plane, weights);
  const smooth = orthonormal([...plane, ...bends], weights);
  const relief = without(nearness, smooth, weights);
  const shape = without(nearness, flat, weights);
  const bend = shape.map((value, i) => value - (relief[i] ?? 0));
  const bendSize = inner(bend, bend, weights);
  const reliefSize = inner(relief, relief, weights);
  const bendSlope = bendSize > 0 ? inner(shift, bend, weights) / bendSize : 0;
  const reliefSlope = reliefSize > 0 ? inner(shift, relief, weights) / reliefSize : 0;
  const rest = without(shift, smooth, weights).map((value, i) => value - reliefSlope * (relief[i] ?? 0));
  const shared = smoothed(rest, near);
  // The weights sum to the number of independent neighbourhoods, so this is the variance of one of them.
  const scatter = inner(shared, shared, weights) / Math.max(1, independent - smooth.length - 1);
  const slopes: ShapeSlopes = {
    bend: bendSlope,
    relief: reliefSlope,
    bendError: Math.sqrt(scatter / Math.max(bendSize, Number.MIN_VALUE)),
    reliefError: Math.sqrt(scatter / Math.max(reliefSize, Number.MIN_VALUE)),
  };
  return { slopes, rest };
}

/** Shift of each point between two meshes along x or y, in units of `widthPx`. */
export const shiftBetween = (from: Mesh, to: Mesh, axis: 0 | 1, widthPx: number): Field =>
  Float64Array.from({ length: MESH_POINTS }, (_, i) => ((from[3 * i + axis] ?? 0) - (to[3 * i + axis] ?? 0)) / widthPx);
