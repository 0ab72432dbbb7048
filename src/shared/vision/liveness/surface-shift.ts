import { MESH_INPUT_SIDE } from '../human-face.ts';
import { blurredGrey, detailOf, levelled, type Grey } from './detail.ts';
import type { SurfaceShift } from './evidence.ts';
import type { FaceSquare } from './face-square.ts';
import { faceSurface, type FaceSurface, type Spots } from './face-surface.ts';
import { inverseOf } from './linear.ts';
import type { Mesh } from './mesh.ts';

const SIDE = MESH_INPUT_SIDE;
/** Details that are compared: first coarse ones, which find the way, then fine ones; px, and rounds of each. */
const stages = [
  { fine: 2.5, coarse: 7, reach: 14, rounds: 7 },
  { fine: 1, coarse: 3, reach: 8, rounds: 8 },
] as const;
/** Detail below this is noise, 0 to 1. */
const FLOOR = 0.012;
/** Differences beyond this lose their say, in deviations of the detail: hair, spots of light, what the other view does not show. */
const OUTLIER = 1;
/** Largest step of a round, face widths; and the step after which nothing more is gained. */
const MOST_STEP = 0.05;
const SETTLED = 2e-4;
/** Errors within blocks of this side go astray together, px. */
const BLOCK = 16;
/** Holds back what the pictures do not determine. */
const RIDGE = 1e-4;

/** Shares of what the shift may be made up of: across by plane, bends and features; down by a plane; and the shading. */
const ACROSS = 7;
const DOWN = 3;
/** Which of them are answered. */
const BEND_ACROSS = 3;
const FEATURES = 6;
/** The mesh's shading is small in numbers: as large as the details. */
const SHADE_SCALE = 20;

const read = (grey: Grey, x: number, y: number): number => {
  const column = Math.floor(x);
  const row = Math.floor(y);
  const at = row * SIDE + column;
  const dx = x - column;
  const dy = y - row;
  const above = (1 - dx) * (grey[at] ?? 0) + dx * (grey[at + 1] ?? 0);
  return above + dy * ((1 - dx) * (grey[at + SIDE] ?? 0) + dx * (grey[at + SIDE + 1] ?? 0) - above);
};

/** The normal equations of one round, and what each block of the picture says by itself. */
class Normal {
  readonly size: number;
  /** Row by row, the lower half of it filled. */
  readonly #matrix: Float64Array;
  readonly #side: Float64Array;
  /** Of each block of the picture: how far it pulls. */
  readonly #pulls = new Map<number, Float64Array>();

  constructor(size: number) {
    this.size = size;
    this.#matrix = new Float64Array(size * size);
    this.#side = new Float64Array(size);
  }

  add(row: Float64Array, misfit: number, weight: number, block: number): void {
    let pull = this.#pulls.get(block);
    if (!pull) this.#pulls.set(block, (pull = new Float64Array(this.size)));
    const { size } = this;
    const [matrix, side] = [this.#matrix, this.#side];
    for (let i = 0; i < size; i++) {
      const scaled = weight * (row[i] ?? 0);
      side[i] = (side[i] ?? 0) + scaled * misfit;
      pull[i] = (pull[i] ?? 0) + scaled * misfit;
      const start = i * size;
      for (let j = 0; j <= i; j++) matrix[start + j] = (matrix[start + j] ?? 0) + scaled * (row[j] ?? 0);
    }
  }

  /** The step to take and a reader of its standard errors; null when nothing determines it. */
  solve(): { readonly step: readonly number[]; readonly errorOf: (i: number) => number } | null {
    const at = (i: number, j: number): number => this.#matrix[Math.max(i, j) * this.size + Math.min(i, j)] ?? 0;
    const order = Array.from({ length: this.size }, (_, i) => i);
    const inverse = inverseOf(order.map((i) => order.map((j) => (i === j ? at(i, i) * (1 + RIDGE) + 1e-6 : at(i, j)))));
    if (!inverse) return null;
    const times = (i: number, values: Float64Array): number =>
      (inverse[i] ?? []).reduce((sum, value, j) => sum + value * (values[j] ?? 0), 0);
    return {
      step: inverse.map((_, i) => times(i, this.#side)),
      errorOf: (i) => Math.sqrt([...this.#pulls.values()].reduce((sum, pull) => sum + times(i, pull) ** 2, 0)),
    };
  }
}

/** Both pictures' details of one stage. */
interface Details {
  readonly a: Grey;
  readonly b: Grey;
}

interface Fit {
  /** Shares of the shift, face widths. */
  readonly shift: readonly number[];
  readonly errorOf: (i: number) => number;
  /** Correlation of the details where they lie on each other. */
  readonly alike: number;
}

/** Fields of a surface spot by spot: those of one spot lie together. */
class Fields {
  readonly values: Float64Array;
  readonly count: number;

  constructor(fields: readonly Spots[]) {
    this.count = fields.length;
    this.values = new Float64Array(fields.length * (fields[0]?.length ?? 0));
    fields.forEach((field, i) => {
      for (let spot = 0; spot < field.length; spot++) this.values[spot * this.count + i] = field[spot] ?? 0;
    });
  }

  /** Sum of field · share at a spot; the shares begin at `from`. */
  mix(spot: number, shares: readonly number[], from: number): number {
    const start = spot * this.count;
    let sum = 0;
    for (let i = 0; i < this.count; i++) sum += (shares[from + i] ?? 0) * (this.values[start + i] ?? 0);
    return sum;
  }
}

/** A surface with what the shift is made up of, in the order of its shares: across, down, and the light. */
interface Basis {
  readonly surface: FaceSurface;
  readonly across: Fields;
  readonly down: Fields;
  readonly light: Fields;
}

const basisOf = (surface: FaceSurface): Basis => ({
  surface,
  across: new Fields([...surface.plane, ...surface.bends, surface.features]),
  down: new Fields(surface.plane),
  light: new Fields(surface.shades.map((shade) => shade.map((value) => SHADE_SCALE * value))),
});

/** Where a spot of the first picture lies in the second, px of the square: across and down. */
class Shifted {
  readonly #basis: Basis;
  readonly #shift: readonly number[];

  constructor(basis: Basis, shift: readonly number[]) {
    this.#basis = basis;
    this.#shift = shift;
  }

  x(spot: number): number {
    const { surface, across } = this.#basis;
    return (surface.columns[spot] ?? 0) + surface.width * across.mix(spot, this.#shift, 0);
  }

  y(spot: number): number {
    const { surface, down } = this.#basis;
    return (surface.rows[spot] ?? 0) + surface.width * down.mix(spot, this.#shift, ACROSS);
  }
}

/** Is there enough of the picture round a place to read it and its slopes? */
const isReadable = (x: number, y: number): boolean => x >= 2 && y >= 2 && x < SIDE - 3 && y < SIDE - 3;

/** One round of Gauss and Newton. `lights`: shares of the shading that the second picture has and the first has not. */
function round(
  basis: Basis,
  { a, b }: Details,
  shift: readonly number[],
  lights: readonly number[],
): (Fit & { readonly step: readonly number[] }) | null {
  const { across, down, light } = basis;
  const { columns, rows, width, shades } = basis.surface;
  const shifted = new Shifted(basis, shift);
  const normal = new Normal(ACROSS + DOWN + shades.length);
  const row = new Float64Array(normal.size);
  let [squaresA, squaresB, products] = [1e-9, 1e-9, 0];
  for (let spot = 0; spot < columns.length; spot++) {
    const column = columns[spot] ?? 0;
    const line = rows[spot] ?? 0;
    const x = shifted.x(spot);
    const y = shifted.y(spot);
    if (!isReadable(x, y)) continue;
    const at = line * SIDE + column;
    const one = a[at] ?? 0;
    const other = read(b, x, y);
    squaresA += one * one;
    squaresB += other * other;
    products += one * other;
    // The mean of both slopes leans on neither picture's noise alone.
    const slopeX = (width / 4) * (read(b, x + 1, y) - read(b, x - 1, y) + (a[at + 1] ?? 0) - (a[at - 1] ?? 0));
    const slopeY = (width / 4) * (read(b, x, y + 1) - read(b, x, y - 1) + (a[at + SIDE] ?? 0) - (a[at - SIDE] ?? 0));
    let misfit = one - other;
    for (let i = 0; i < ACROSS; i++) row[i] = slopeX * (across.values[spot * ACROSS + i] ?? 0);
    for (let i = 0; i < DOWN; i++) row[ACROSS + i] = slopeY * (down.values[spot * DOWN + i] ?? 0);
    for (let i = 0; i < light.count; i++) {
      const shade = light.values[spot * light.count + i] ?? 0;
      row[ACROSS + DOWN + i] = -shade;
      misfit += (lights[i] ?? 0) * shade;
    }
    normal.add(
      row,
      misfit,
      1 / (1 + (misfit * misfit) / (OUTLIER * OUTLIER)),
      Math.floor(line / BLOCK) * SIDE + Math.floor(column / BLOCK),
    );
  }
  const solved = normal.solve();
  return solved && { ...solved, shift, alike: products / Math.sqrt(squaresA * squaresB) };
}

function fitted(basis: Basis, a: Grey, b: Grey): Fit | null {
  let shift: readonly number[] = new Array<number>(ACROSS + DOWN).fill(0);
  let fit: Fit | null = null;
  for (const { fine, coarse, reach, rounds } of stages) {
    const detail = (grey: Grey): Grey => levelled(detailOf(grey, SIDE, fine, coarse), SIDE, reach, FLOOR);
    const details = { a: detail(a), b: detail(b) };
    let lights: readonly number[] = basis.surface.shades.map(() => 0);
    for (let count = 0; count < rounds; count++) {
      const next = round(basis, details, shift, lights);
      if (next === null) return null;
      const { step } = next;
      shift = shift.map((value, i) => value + Math.max(-MOST_STEP, Math.min(MOST_STEP, step[i] ?? 0)));
      lights = lights.map((value, i) => value + (step[ACROSS + DOWN + i] ?? 0));
      fit = { ...next, shift };
      if (Math.max(...step.slice(0, ACROSS + DOWN).map(Math.abs)) < SETTLED) break;
    }
  }
  return fit;
}

/** Light is compared as ratios; below this there is none, 0 to 1. */
const DARK = 0.02;

/** How much of the first picture's skin contrast the second has, away from the eyes: slope of its detail, as ratios of light, on the first one's. */
function keptContrast(basis: Basis, a: Grey, b: Grey, shift: readonly number[]): number {
  const ratios = (grey: Grey): Grey => {
    const logs = new Float32Array(grey.length);
    for (let i = 0; i < logs.length; i++) logs[i] = Math.log(Math.max(DARK, grey[i] ?? 0));
    return detailOf(logs, SIDE, 1.5, 6);
  };
  const [first, second] = [ratios(a), blurredGrey(ratios(b), SIDE, 1)];
  const { columns, rows, isEye } = basis.surface;
  const shifted = new Shifted(basis, shift);
  let [squares, products] = [1e-9, 0];
  for (let spot = 0; spot < columns.length; spot++) {
    if (isEye[spot] === 1) continue;
    const x = shifted.x(spot);
    const y = shifted.y(spot);
    if (!isReadable(x, y)) continue;
    const one = first[(rows[spot] ?? 0) * SIDE + (columns[spot] ?? 0)] ?? 0;
    squares += one * one;
    products += one * read(second, x, y);
  }
  return products / squares;
}

/**
 * How the infrared picture of a face is shifted against the visible one, found from all pixels of the inner face at once. `a`, `b`: grey
 * squares of both (MESH_INPUT_SIDE squared, 0 to 1) in which the face lies alike; `square`: where `a` was cut. Null when there is too little face.
 */
export function surfaceShift(mesh: Mesh, square: FaceSquare, a: Grey, b: Grey): SurfaceShift | null {
  const surface = faceSurface(mesh, square);
  const basis = surface && basisOf(surface);
  const fit = basis && fitted(basis, a, b);
  if (!fit) return null;
  const { shift, errorOf, alike } = fit;
  const of = (i: number): number => shift[i] ?? 0;
  return {
    across: of(BEND_ACROSS),
    acrossError: errorOf(BEND_ACROSS),
    features: 0 - of(FEATURES),
    featuresError: errorOf(FEATURES),
    alike,
    kept: keptContrast(basis, a, b, shift),
  };
}
