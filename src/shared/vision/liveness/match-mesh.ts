import { MESH_INPUT_SIDE, MESH_POINTS } from '../human-face.ts';
import type { FaceSquare } from './face-square.ts';
import type { Mesh } from './mesh.ts';

/** Half side of the surroundings that are compared, px of the square. */
const WINDOW = 6;
/** How far a point may lie from its place in the other square, px of it: more than any nose at arm's length. */
const ALONG = 9;
const ACROSS = 2;
/** A first look compares every second px of the surroundings. */
const COARSE = 2;
/** Surroundings less alike than this (correlation) are not the same spot. */
const LEAST_ALIKE = 0.6;
/** Variance of a window that counts as nothing to be seen; values 0 to 1. */
const FLOOR = 20 / 255 ** 2;
/** Points stand closer together than their surroundings are wide: one in so many is looked for. */
const SPARSE = 2;
/** A point goes with the median of those around it within this many px. */
const AROUND = 9;
/** Fewer sure points than this share of those looked for, and the pictures are too unlike to be matched. */
const LEAST_SURE = 0.25;

/** How alike the windows round two spots are, −1 to 1, or −1 at the edge. */
function alike(a: Float32Array, b: Float32Array, from: number, to: number, every: number): number {
  let [count, sumA, sumB, squaresA, squaresB, products] = [0, 0, 0, 0, 0, 0];
  for (let dy = -WINDOW; dy <= WINDOW; dy += every) {
    const row = dy * MESH_INPUT_SIDE;
    for (let dx = -WINDOW; dx <= WINDOW; dx += every) {
      const one = a[from + row + dx] ?? 0;
      const other = b[to + row + dx] ?? 0;
      count += 1;
      sumA += one;
      sumB += other;
      squaresA += one * one;
      squaresB += other * other;
      products += one * other;
    }
  }
  const varianceA = squaresA / count - (sumA / count) ** 2;
  const varianceB = squaresB / count - (sumB / count) ** 2;
  return (products / count - (sumA * sumB) / count ** 2) / Math.sqrt((varianceA + FLOOR) * (varianceB + FLOOR));
}

interface Place {
  readonly x: number;
  readonly y: number;
}

/** A place of the first square, and how far from there it lies in the second, px. */
interface Match extends Place {
  readonly dx: number;
  readonly dy: number;
}

const peakOffset = (before: number, top: number, after: number): number => {
  const bend = before - 2 * top + after;
  return bend < 0 ? (0.5 * (before - after)) / bend : 0;
};

/** Where the surroundings of a place are in the other square; null when nothing there is alike enough. */
function matchAt(a: Float32Array, b: Float32Array, { x, y }: Place): Match | null {
  const column = Math.round(x);
  const row = Math.round(y);
  const margin = WINDOW + 1;
  const most = MESH_INPUT_SIDE - 1 - margin;
  if (column - ALONG < margin || column + ALONG > most || row - ACROSS < margin || row + ACROSS > most) return null;
  const from = row * MESH_INPUT_SIDE + column;
  const at = (dx: number, dy: number, every: number): number => alike(a, b, from, from + dy * MESH_INPUT_SIDE + dx, every);
  let best = { score: -1, dx: 0, dy: 0 };
  const look = (dx: number, dy: number, every: number): void => {
    const score = at(dx, dy, every);
    if (score > best.score) best = { score, dx, dy };
  };
  for (let dy = -ACROSS; dy <= ACROSS; dy++) for (let dx = -ALONG; dx <= ALONG; dx++) look(dx, dy, COARSE);
  const { dx: nearX, dy: nearY } = best;
  if (Math.abs(nearX) >= ALONG) return null;
  best = { score: -1, dx: 0, dy: 0 };
  for (let dy = nearY - 1; dy <= nearY + 1; dy++) for (let dx = nearX - 1; dx <= nearX + 1; dx++) look(dx, dy, 1);
  const { score, dx, dy } = best;
  if (score < LEAST_ALIKE) return null;
  return {
    x,
    y,
    dx: dx + peakOffset(at(dx - 1, dy, 1), score, at(dx + 1, dy, 1)),
    dy: dy + peakOffset(at(dx, dy - 1, 1), score, at(dx, dy + 1, 1)),
  };
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/**
 * The points of `mesh` found in another picture by what is round them. `a` and `b`: grey squares (MESH_INPUT_SIDE squared, 0 to 1)
 * of both pictures, cut at `squareA` and `squareB`, in which the face lies alike. The mesh network answers with a likely head whatever
 * it is shown: what two views differ by, only the pixels know. Null when the pictures are too unlike.
 */
export function matchMesh(mesh: Mesh, a: Float32Array, squareA: FaceSquare, b: Float32Array, squareB: FaceSquare): Mesh | null {
  const places = Array.from({ length: MESH_POINTS }, (_, i) => inSquare(mesh[3 * i] ?? 0, mesh[3 * i + 1] ?? 0, squareA));
  const looked = places.filter((_, i) => i % SPARSE === 0);
  const matches = looked.flatMap((place) => matchAt(a, b, place) ?? []);
  if (matches.length < LEAST_SURE * looked.length) return null;
  const step = squareB.side / MESH_INPUT_SIDE;
  const cos = Math.cos(squareB.angle) * step;
  const sin = Math.sin(squareB.angle) * step;
  const found = new Float32Array(mesh.length);
  for (const [i, place] of places.entries()) {
    const near = nearest(matches, place);
    const u = place.x + median(near.map(({ dx }) => dx)) - MESH_INPUT_SIDE / 2;
    const v = place.y + median(near.map(({ dy }) => dy)) - MESH_INPUT_SIDE / 2;
    found[3 * i] = squareB.centre.x + cos * u - sin * v;
    found[3 * i + 1] = squareB.centre.y + sin * u + cos * v;
    found[3 * i + 2] = ((mesh[3 * i + 2] ?? 0) * squareB.side) / squareA.side;
  }
  return found;
}

/** The matches within AROUND; failing that, the few that are least far. */
function nearest(matches: readonly Match[], { x, y }: Place): readonly Match[] {
  const far = (match: Match): number => Math.hypot(match.x - x, match.y - y);
  const near = matches.filter((match) => far(match) <= AROUND);
  return near.length >= 3 ? near : matches.toSorted((one, other) => far(one) - far(other)).slice(0, 3);
}

function inSquare(px: number, py: number, { centre, side, angle }: FaceSquare): Place {
  const step = side / MESH_INPUT_SIDE;
  const dx = (px - centre.x) / step;
  const dy = (py - centre.y) / step;
  const half = MESH_INPUT_SIDE / 2;
  return { x: Math.cos(angle) * dx + Math.sin(angle) * dy + half, y: Math.cos(angle) * dy - Math.sin(angle) * dx + half };
}
