/** A value at each point of a mesh. */
export type Field = Float64Array;

/** Sum of weight · a · b over the points. */
export function inner(a: Field, b: Field, weights: Field): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (weights[i] ?? 0) * (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}

/** A direction of less than this share of its own length is rounding error of those before it. */
const LEAST_SHARE = 1e-9;

/** Directions at right angles to each other under `weights` that span the same as `fields` (Gram and Schmidt). */
export function orthonormal(fields: readonly Field[], weights: Field): readonly Field[] {
  const basis: Field[] = [];
  for (const field of fields) {
    // Twice: once leaves rounding errors of fields that are nearly alike.
    const rest = without(without(field, basis, weights), basis, weights);
    const length = Math.sqrt(inner(rest, rest, weights));
    if (length > LEAST_SHARE * Math.sqrt(inner(field, field, weights))) basis.push(rest.map((value) => value / length));
  }
  return basis;
}

/** What is left of `field` when all that `basis` spans is taken out. */
export function without(field: Field, basis: readonly Field[], weights: Field): Field {
  const rest = Float64Array.from(field);
  for (const direction of basis) {
    const share = inner(field, direction, weights);
    for (let i = 0; i < rest.length; i++) rest[i] = (rest[i] ?? 0) - share * (direction[i] ?? 0);
  }
  return rest;
}

/** 1, x, y: all that a plane can be. */
export const planeFields = (x: Field, y: Field): readonly Field[] => [x.map(() => 1), x, y];

/** x², xy, y²: what a sheet bent about any axis adds to a plane. */
export const bendFields = (x: Field, y: Field): readonly Field[] => [
  x.map((value) => value * value),
  x.map((value, i) => value * (y[i] ?? 0)),
  y.map((value) => value * value),
];

/** For each point, which points stand within `reach` of it, itself among them. */
export function neighbours(x: Field, y: Field, reach: number): readonly (readonly number[])[] {
  return Array.from(x, (left, i) => {
    const top = y[i] ?? 0;
    const near: number[] = [];
    for (let j = 0; j < x.length; j++) {
      const dx = (x[j] ?? 0) - left;
      const dy = (y[j] ?? 0) - top;
      if (dx * dx + dy * dy <= reach * reach) near.push(j);
    }
    return near;
  });
}

/** The mean of each point and its neighbours. */
export const smoothed = (field: Field, near: readonly (readonly number[])[]): Field =>
  Float64Array.from(near, (points) => points.reduce((sum, j) => sum + (field[j] ?? 0), 0) / points.length);
