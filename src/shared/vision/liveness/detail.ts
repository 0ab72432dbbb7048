/** A square picture of grey values, row by row; or a field over one. */
export type Grey = Float32Array;

/** One box pass along the rows: the mean of the 2·radius + 1 values round each; the edge goes on outside. */
function boxedAcross(from: Grey, to: Grey, side: number, radius: number): void {
  const share = 1 / (2 * radius + 1);
  for (let start = 0; start < side * side; start += side) {
    const last = start + side - 1;
    let sum = (radius + 1) * (from[start] ?? 0);
    for (let step = 1; step <= radius; step++) sum += from[Math.min(last, start + step)] ?? 0;
    for (let at = start; at <= last; at++) {
      to[at] = sum * share;
      const next = at + radius + 1;
      const past = at - radius;
      sum += (from[next > last ? last : next] ?? 0) - (from[past < start ? start : past] ?? 0);
    }
  }
}

/** The same along the columns, all of them at once: row after row lies together in memory. */
function boxedDown(from: Grey, to: Grey, side: number, radius: number): void {
  const share = 1 / (2 * radius + 1);
  const last = (side - 1) * side;
  if (sums.length !== side) sums = new Float64Array(side);
  for (let column = 0; column < side; column++) {
    let sum = (radius + 1) * (from[column] ?? 0);
    for (let step = 1; step <= radius; step++) sum += from[Math.min(last, step * side) + column] ?? 0;
    sums[column] = sum;
  }
  for (let start = 0; start <= last; start += side) {
    const next = Math.min(last, start + (radius + 1) * side);
    const past = Math.max(0, start - radius * side);
    for (let column = 0; column < side; column++) {
      const sum = sums[column] ?? 0;
      to[start + column] = sum * share;
      sums[column] = sum + ((from[next + column] ?? 0) - (from[past + column] ?? 0));
    }
  }
}

/** Values between two passes; used again, since new memory costs more than the sums. */
let between: Grey = new Float32Array(0);
/** Of each column. */
let sums = new Float64Array(0);

/** Two box passes each way, which come near a bell of this standard deviation, px. */
export function blurredGrey(values: Grey, side: number, sigma: number): Grey {
  const radius = Math.max(1, Math.round((Math.sqrt(6 * sigma * sigma + 1) - 1) / 2));
  if (between.length !== values.length) between = new Float32Array(values.length);
  const blurred = new Float32Array(values.length);
  boxedAcross(values, between, side, radius);
  boxedDown(between, blurred, side, radius);
  boxedAcross(blurred, between, side, radius);
  boxedDown(between, blurred, side, radius);
  return blurred;
}

/** What is finer than `coarse` px and not finer than `fine`: eyelids, lips, creases; no light that changes slowly. */
export function detailOf(values: Grey, side: number, fine: number, coarse: number): Grey {
  const smooth = blurredGrey(values, side, fine);
  const ground = blurredGrey(values, side, coarse);
  // Loops: a callback for each of so many values costs more than the sum.
  for (let i = 0; i < smooth.length; i++) smooth[i] = (smooth[i] ?? 0) - (ground[i] ?? 0);
  return smooth;
}

/** The same detail as strong everywhere: divided by its deviation within `reach` px. `floor`: below it there is nothing but noise. */
export function levelled(detail: Grey, side: number, reach: number, floor: number): Grey {
  const level = new Float32Array(detail.length);
  for (let i = 0; i < level.length; i++) level[i] = (detail[i] ?? 0) * (detail[i] ?? 0);
  const power = blurredGrey(level, side, reach);
  for (let i = 0; i < level.length; i++) level[i] = (detail[i] ?? 0) / Math.sqrt((power[i] ?? 0) + floor * floor);
  return level;
}
