import type { Picture } from '../human-face.ts';
import { cutSquare, type FaceSquare, type Pixels } from './face-square.ts';
import { blockFor, blocksOf, greyOf, type Blocks } from './grey.ts';

/** The next square of the same face lies so near, shares of its side: it is greyed along. */
const AROUND = 0.06;
/** Neighbours that a sample at the edge of a square is mixed from, blocks. */
const EDGE = 2;

interface Tile {
  readonly block: number;
  readonly part: Blocks;
  readonly pixels: Pixels;
}

/** Cuts grey squares out of one picture. A face is a small part of it: no more than what is round it is greyed, and that once. */
export class GreyCuts {
  readonly picture: Picture;
  #tile: Tile | null = null;

  /** `picture` must not change while squares are cut from it. */
  constructor(picture: Picture) {
    this.picture = picture;
  }

  /** MESH_INPUT_SIDE squared, 0 to 1; black outside the picture. `square` in px of the picture. */
  cut(square: FaceSquare): Float32Array {
    const block = blockFor(square.side);
    const { part, pixels } = this.#tileFor(square, block);
    const { centre, side, angle } = square;
    const inTile = { x: centre.x / block - part.left, y: centre.y / block - part.top };
    return cutSquare(pixels, 1, 1, { centre: inTile, side: side / block, angle });
  }

  #tileFor(square: FaceSquare, block: number): Tile {
    const needed = this.#blocksOf(square, block, 0);
    const tile = this.#tile;
    if (tile?.block === block && holds(tile.part, needed)) return tile;
    const part = this.#blocksOf(square, block, AROUND);
    return (this.#tile = { block, part, pixels: greyOf(this.picture, block, part) });
  }

  /** What of the picture a square reaches, and `around` × its side on each side. */
  #blocksOf({ centre, side, angle }: FaceSquare, block: number, around: number): Blocks {
    const reach = (side * (0.5 * (Math.abs(Math.cos(angle)) + Math.abs(Math.sin(angle))) + around)) / block + EDGE;
    const { width, height } = blocksOf(this.picture, block);
    const [left, right] = within(centre.x / block, reach, width);
    const [top, bottom] = within(centre.y / block, reach, height);
    return { left, top, width: right - left, height: bottom - top };
  }
}

/** From `middle` − `reach` to `middle` + `reach`, whole numbers of 0 to `size`. */
function within(middle: number, reach: number, size: number): readonly [number, number] {
  const from = Math.min(size, Math.max(0, Math.floor(middle - reach)));
  return [from, Math.max(from, Math.min(size, Math.ceil(middle + reach)))];
}

const holds = (whole: Blocks, part: Blocks): boolean =>
  part.left >= whole.left &&
  part.top >= whole.top &&
  part.left + part.width <= whole.left + whole.width &&
  part.top + part.height <= whole.top + whole.height;
