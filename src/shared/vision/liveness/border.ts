import type { LumaReader } from './luma.ts';
import type { Point } from '../human-face.ts';

/** The picture round the face is looked at in cells of this share of the face's width. */
const CELL = 1 / 48;
/** Where a border may run: from beside the face to this far from its middle, in face widths. */
const NEAREST = 0.6;
const FARTHEST = 1.9;
/** A border runs along the face at least from here to there, face widths from its middle. */
const ALONG = 0.75;
/** Slopes that are tried: a hand does not hold a picture upright. */
const slopes = [-0.16, -0.08, 0, 0.08, 0.16];
/** Step of luma across two cells that counts as an edge. */
const EDGE = 14;
/** A share of edge cells up to this one comes about by chance. */
const CHANCE = 0.45;

/** Does a straight edge run along one side of the face? 0 to 1. `towards`, `along`: unit vectors. */
function sideEdge(luma: LumaReader, middle: Point, width: number, towards: Point): number {
  const cell = CELL * width;
  const along = { x: -towards.y, y: towards.x };
  const from = Math.round(NEAREST / CELL);
  const to = Math.round(FARTHEST / CELL);
  const rows = Math.round(ALONG / CELL);
  const columns = to - from + 3;
  const grid = new Float32Array((2 * rows + 1) * columns);
  for (let row = -rows; row <= rows; row++) {
    for (let column = 0; column < columns; column++) {
      const out = (from - 1 + column) * cell;
      const x = middle.x + out * towards.x + row * cell * along.x;
      const y = middle.y + out * towards.y + row * cell * along.y;
      grid[(row + rows) * columns + column] = luma.at(x, y) ?? NaN;
    }
  }
  let best = 0;
  for (const slope of slopes) {
    for (let start = 1; start < columns - 1; start++) {
      let rises = 0;
      let falls = 0;
      for (let row = -rows; row <= rows; row++) {
        const column = Math.round(start + slope * row);
        if (column < 1 || column >= columns - 1) continue;
        const at = (row + rows) * columns + column;
        const step = (grid[at + 1] ?? NaN) - (grid[at - 1] ?? NaN);
        if (step > EDGE) rises++;
        else if (step < -EDGE) falls++;
      }
      best = Math.max(best, Math.max(rises, falls) / (2 * rows + 1));
    }
  }
  return Math.max(0, (best - CHANCE) / (1 - CHANCE));
}

/** Straight edges that frame the face on three sides at least, 0 to 1. `width`: of the face, px. */
export function borderAround(luma: LumaReader, middle: Point, width: number): number {
  const sides = [
    { x: -1, y: 0 },
    { x: 1, y: 0 },
    { x: 0, y: -1 },
    { x: 0, y: 1 },
  ].map((towards) => sideEdge(luma, middle, width, towards));
  // A door frame gives two; the hand that holds a picture may hide one.
  return sides.toSorted((a, b) => b - a)[2] ?? 0;
}
