import { MESH_INPUT_SIDE, MESH_POINTS } from '../human-face.ts';
import { detailOf, type Grey } from './detail.ts';
import type { FaceSquare } from './face-square.ts';
import { inverseOf } from './linear.ts';
import type { Mesh } from './mesh.ts';

/** One value for each spot of a face. */
export type Spots = Float64Array;

/** The inner face as spots of its square, and the shapes of which a shift between two views may be made up. */
export interface FaceSurface {
  /** px of the square, whole numbers. */
  readonly columns: Int32Array;
  readonly rows: Int32Array;
  /** Width of the face, px of the square. */
  readonly width: number;
  /** Any plane: 1, x, y; what a bend adds: x², xy, y². From the middle of the face, face widths. */
  readonly plane: readonly [Spots, Spots, Spots];
  readonly bends: readonly [Spots, Spots, Spots];
  /** Nearness of the mesh that neither has: nose, eye sockets, lips; face widths. */
  readonly features: Spots;
  /** How a lamp straight ahead, at the side and above would shade the mesh's surface, as detail. */
  readonly shades: readonly Spots[];
  /** 1 near the eyes, 0 elsewhere: a mask has holes there. */
  readonly isEye: Uint8Array;
}

/** Outline of the mesh; hair, ears and what is behind begin there. */
const outline = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58,
  132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
/** Share of the outline within which the face is looked at. */
const INNER = 0.88;
/** Every so many px in each direction is a spot. */
const EVERY = 3;
const LEAST_SPOTS = 200;
/** Points of the mesh further away than this say nothing of a spot, px. */
const REACH = 24;
/** The surface is kept in cells of this side, px: the mesh knows no finer one. */
const CELL = 2;
/** Bands of detail, as for the pictures; px. */
const SHADE = { fine: 1.5, coarse: 3 };
/** Lids and lashes of an eye, and its surroundings, face widths. */
const EYE = 0.14;
const eyes = [
  [33, 133],
  [362, 263],
] as const;

interface Points {
  readonly x: Spots;
  readonly y: Spots;
  /** Towards the camera counts up. */
  readonly near: Spots;
}

/** The mesh in px of its square. */
function inSquare(mesh: Mesh, { centre, side, angle }: FaceSquare): Points {
  const step = side / MESH_INPUT_SIDE;
  const [cos, sin] = [Math.cos(angle) / step, Math.sin(angle) / step];
  const of = (value: (dx: number, dy: number, z: number) => number): Spots =>
    Float64Array.from({ length: MESH_POINTS }, (_, i) =>
      value((mesh[3 * i] ?? 0) - centre.x, (mesh[3 * i + 1] ?? 0) - centre.y, mesh[3 * i + 2] ?? 0),
    );
  const half = MESH_INPUT_SIDE / 2;
  return {
    x: of((dx, dy) => cos * dx + sin * dy + half),
    y: of((dx, dy) => cos * dy - sin * dx + half),
    near: of((_dx, _dy, z) => -z / step),
  };
}

/** Nearness between the points: the mean of those around, the nearest counting most. Cells of CELL px. */
function nearnessMap({ x, y, near }: Points): Grey {
  const side = MESH_INPUT_SIDE / CELL;
  const sum = new Float32Array(side * side);
  const weight = new Float32Array(side * side).fill(1e-9);
  const reach = REACH / CELL;
  for (let i = 0; i < MESH_POINTS; i++) {
    const column = (x[i] ?? 0) / CELL - 0.5;
    const row = (y[i] ?? 0) / CELL - 0.5;
    const right = Math.min(side - 1, Math.floor(column + reach));
    const bottom = Math.min(side - 1, Math.floor(row + reach));
    for (let r = Math.max(0, Math.ceil(row - reach)); r <= bottom; r++) {
      for (let c = Math.max(0, Math.ceil(column - reach)); c <= right; c++) {
        const far = (r - row) * (r - row) + (c - column) * (c - column) + 0.5;
        const share = 1 / (far * far);
        sum[r * side + c] = (sum[r * side + c] ?? 0) + share * (near[i] ?? 0);
        weight[r * side + c] = (weight[r * side + c] ?? 0) + share;
      }
    }
  }
  return sum.map((value, i) => value / (weight[i] ?? 1));
}

/** Cosines of the slant against light from ahead, from the side and from above. */
function shadesOf(nearness: Grey): readonly Grey[] {
  const side = MESH_INPUT_SIDE / CELL;
  const fromAhead = new Float32Array(side * side);
  const fromAside = new Float32Array(side * side);
  const fromAbove = new Float32Array(side * side);
  for (let row = 1; row < side - 1; row++) {
    for (let column = 1; column < side - 1; column++) {
      const at = row * side + column;
      const slopeX = ((nearness[at + 1] ?? 0) - (nearness[at - 1] ?? 0)) / (2 * CELL);
      const slopeY = ((nearness[at + side] ?? 0) - (nearness[at - side] ?? 0)) / (2 * CELL);
      const ahead = 1 / Math.sqrt(1 + slopeX * slopeX + slopeY * slopeY);
      fromAhead[at] = ahead;
      fromAside[at] = -slopeX * ahead;
      fromAbove[at] = -slopeY * ahead;
    }
  }
  return [fromAhead, fromAside, fromAbove].map((shade) => detailOf(shade, side, SHADE.fine / CELL, SHADE.coarse / CELL));
}

/** A map of cells, read at a px of the square. */
function readCells(map: Grey, column: number, row: number): number {
  const side = MESH_INPUT_SIDE / CELL;
  const x = Math.min(side - 1.001, Math.max(0, (column + 0.5) / CELL - 0.5));
  const y = Math.min(side - 1.001, Math.max(0, (row + 0.5) / CELL - 0.5));
  const at = Math.floor(y) * side + Math.floor(x);
  const [dx, dy] = [x % 1, y % 1];
  const above = (1 - dx) * (map[at] ?? 0) + dx * (map[at + 1] ?? 0);
  return (1 - dy) * above + dy * ((1 - dx) * (map[at + side] ?? 0) + dx * (map[at + side + 1] ?? 0));
}

/** Where the sides of a polygon cross a row: a place is inside with an odd number of crossings at its right. */
function crossingsOf(corners: readonly (readonly [number, number])[], y: number): readonly number[] {
  const crossings: number[] = [];
  let [bx, by] = corners.at(-1) ?? [0, 0];
  for (const [ax, ay] of corners) {
    if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    [bx, by] = [ax, ay];
  }
  return crossings;
}

/** What is left of `field` when the best mix of `others` is taken out; null when they are not independent. */
function rest(field: Spots, others: readonly Spots[]): Spots | null {
  const dot = (a: Spots, b: Spots): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);
  const inverse = inverseOf(others.map((a) => others.map((b) => dot(a, b))));
  const sides = others.map((other) => dot(other, field));
  const shares = inverse?.map((row) => row.reduce((sum, value, i) => sum + value * (sides[i] ?? 0), 0));
  return shares
    ? field.map((value, at) => others.reduce((left, other, i) => left - (shares[i] ?? 0) * (other[at] ?? 0), value))
    : null;
}

/** `square`: where the face was cut from its picture, into MESH_INPUT_SIDE squared px. Null when hardly any of the face lies in it. */
export function faceSurface(mesh: Mesh, square: FaceSquare): FaceSurface | null {
  const points = inSquare(mesh, square);
  const { x, y } = points;
  const mean = (values: Spots): number => outline.reduce((sum, i) => sum + (values[i] ?? 0), 0) / outline.length;
  const [middleX, middleY] = [mean(x), mean(y)];
  const width = Math.max(...x) - Math.min(...x);
  const corners = outline.map(
    (i) => [middleX + INNER * ((x[i] ?? 0) - middleX), middleY + INNER * ((y[i] ?? 0) - middleY)] as const,
  );
  const places: { readonly column: number; readonly row: number }[] = [];
  for (let row = 8; row < MESH_INPUT_SIDE - 8; row += EVERY) {
    const crossings = crossingsOf(corners, row);
    for (let column = 8; column < MESH_INPUT_SIDE - 8; column += EVERY)
      if (crossings.filter((x) => column < x).length % 2 === 1) places.push({ column, row });
  }
  if (places.length < LEAST_SPOTS) return null;
  const nearness = nearnessMap(points);
  const u = Float64Array.from(places, ({ column }) => (column - middleX) / width);
  const v = Float64Array.from(places, ({ row }) => (row - middleY) / width);
  const plane = [u.map(() => 1), u, v] as const;
  const bends = [
    u.map((value) => value * value),
    u.map((value, i) => value * (v[i] ?? 0)),
    v.map((value) => value * value),
  ] as const;
  const near = Float64Array.from(places, ({ column, row }) => readCells(nearness, column, row) / width);
  const features = rest(near, [...plane, ...bends]);
  if (features === null) return null;
  const middles = eyes.map(([a, b]) => ({ x: ((x[a] ?? 0) + (x[b] ?? 0)) / 2, y: ((y[a] ?? 0) + (y[b] ?? 0)) / 2 }));
  return {
    columns: Int32Array.from(places, ({ column }) => column),
    rows: Int32Array.from(places, ({ row }) => row),
    width,
    plane,
    bends,
    features,
    shades: shadesOf(nearness).map((map) => Float64Array.from(places, ({ column, row }) => readCells(map, column, row))),
    isEye: Uint8Array.from(places, ({ column, row }) =>
      middles.some((eye) => Math.hypot(column - eye.x, row - eye.y) < EYE * width) ? 1 : 0,
    ),
  };
}
