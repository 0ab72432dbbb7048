import type { Point } from '../../../shared/vision/human-face.ts';
import type { Mesh } from '../../../shared/vision/liveness/mesh.ts';
import { LeastSquares } from './least-squares.ts';
import { groundPoints, nosePoints, sides, stiffPoints } from './mesh-parts.ts';

/**
 * How a mesh differs from the neutral one once everything is taken out that a sheet of paper can do: shift, turn in the
 * picture, scale, shear, and a bend (quadratic, which also holds the perspective of a tilted sheet). Lengths in half face widths, along the axes of
 * the neutral face.
 */
export interface Difference {
  /** How far what stands out of the face moved to the picture's right, per unit of depth: the sine of the turn for a head, 0 for a sheet. */
  readonly right: number;
  /** The same, downwards. */
  readonly down: number;
  /** How far the nose alone moved over the cheeks, right and down; here no depth of the mesh is believed. */
  readonly noseRight: number;
  readonly noseDown: number;
  /** Size of the face ÷ its size in the neutral pose. */
  readonly growth: number;
  /** Longer ÷ shorter stretch of the face: 1 when it is not sheared. */
  readonly shear: number;
  /** Root mean square of what the points that cannot move by themselves are off. */
  readonly leftOver: number;
  /** Where the neutral point `index` would be now if nothing in the face had moved by itself, px of the picture. */
  place(index: number): Point;
}

/** A face in its neutral pose, to compare later ones with. */
export interface Reference {
  /** Null when the mesh is no face at all. */
  compare(mesh: Mesh): Difference | null;
}

const x = (mesh: Mesh, index: number): number => mesh[3 * index] ?? 0;
const y = (mesh: Mesh, index: number): number => mesh[3 * index + 1] ?? 0;
const z = (mesh: Mesh, index: number): number => mesh[3 * index + 2] ?? 0;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const dot = (a: readonly number[], b: readonly number[]): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

/** What a sheet can do: 1, u, v and a bend. */
const FLAT_TERMS = 6;
const DEPTH = FLAT_TERMS;

/** Half the distance from ear to ear, px, however the head is turned. */
export function halfWidth(mesh: Mesh): number {
  const [left, right] = sides;
  return Math.hypot(...[x, y, z].map((axis) => axis(mesh, right) - axis(mesh, left))) / 2;
}

/** Bend, and depth as the last term, of each neutral point, in half face widths along the face's own axes. */
function termsOf(neutral: Mesh, unit: number): readonly (readonly number[])[] {
  const [middleX, middleY, middleZ] = [x, y, z].map((axis) => mean(stiffPoints.map((index) => axis(neutral, index))));
  const [left, right] = sides;
  const tilt = Math.atan2(y(neutral, right) - y(neutral, left), x(neutral, right) - x(neutral, left));
  return Array.from({ length: neutral.length / 3 }, (_, index) => {
    const dx = (x(neutral, index) - (middleX ?? 0)) / unit;
    const dy = (y(neutral, index) - (middleY ?? 0)) / unit;
    const u = Math.cos(tilt) * dx + Math.sin(tilt) * dy;
    const v = -Math.sin(tilt) * dx + Math.cos(tilt) * dy;
    return [1, u, v, u * u, u * v, v * v, (z(neutral, index) - (middleZ ?? 0)) / unit];
  });
}

/** The map of neutral `points` onto those of `mesh`, by the first `count` terms. */
function fit(terms: readonly (readonly number[])[], points: readonly number[], count: number, mesh: Mesh) {
  const equations = new LeastSquares(count, 2);
  const of = (index: number): readonly number[] => (terms[index] ?? []).slice(0, count);
  for (const index of points) equations.add(of(index), [x(mesh, index), y(mesh, index)]);
  const [ofX, ofY] = equations.solve() ?? [];
  if (!ofX || !ofY) return null;
  return { ofX, ofY, place: (index: number): Point => ({ x: dot(of(index), ofX), y: dot(of(index), ofY) }) };
}

/** Longest and shortest stretch of the map [[a, b], [c, d]]. */
function stretches(a: number, b: number, c: number, d: number): readonly [number, number] {
  const sum = Math.hypot(a + d, c - b) / 2;
  const difference = Math.hypot(a - d, b + c) / 2;
  return [sum + difference, Math.abs(sum - difference)];
}

/** `neutral`: px, as in `Mesh`. Null when it is no face. */
export function createReference(neutral: Mesh): Reference | null {
  const unit = halfWidth(neutral);
  if (!(unit > 1)) return null;
  const terms = termsOf(neutral, unit);
  return {
    compare(mesh) {
      const face = fit(terms, stiffPoints, FLAT_TERMS + 1, mesh);
      const ground = fit(terms, groundPoints, FLAT_TERMS, mesh);
      if (!face || !ground) return null;
      const [, xu = 0, xv = 0] = face.ofX;
      const [, yu = 0, yv = 0] = face.ofY;
      const area = xu * yv - xv * yu;
      if (!(area > 0)) return null;
      const size = Math.sqrt(area);
      const roll = Math.atan2(yu - xv, xu + yv);
      const upright = (dx: number, dy: number): readonly [number, number] => [
        (Math.cos(roll) * dx + Math.sin(roll) * dy) / size,
        (-Math.sin(roll) * dx + Math.cos(roll) * dy) / size,
      ];
      // Nearer points have a smaller z.
      const [right, down] = upright(-(face.ofX[DEPTH] ?? 0), -(face.ofY[DEPTH] ?? 0));
      const off = (map: typeof face, points: readonly number[]) =>
        points.map((index) => ({ x: x(mesh, index) - map.place(index).x, y: y(mesh, index) - map.place(index).y }));
      const nose = off(ground, nosePoints);
      const [noseRight, noseDown] = upright(mean(nose.map((by) => by.x)), mean(nose.map((by) => by.y)));
      const [long, short] = stretches(xu, xv, yu, yv);
      return {
        right,
        down,
        noseRight,
        noseDown,
        growth: size / unit,
        shear: long / short,
        leftOver: Math.sqrt(mean(off(face, stiffPoints).map((by) => by.x ** 2 + by.y ** 2))) / size,
        place: face.place,
      };
    },
  };
}
