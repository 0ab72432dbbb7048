import { channelsOf, MESH_INPUT_SIDE, type Picture } from '../human-face.ts';
import type { Pixels } from './face-square.ts';
import { Spread } from './scene.ts';

/**
 * Skin, eyes and lips in near infrared look more like in red light than in green; an infrared picture is grey already.
 * Of the mixes tried, this one has the points of a flat copy scatter least whether the copy is of red or of luma.
 */
const RED = 0.5;
const GREEN = 0.42;
const BLUE = 0.08;

/** A part of a picture, in blocks of px. */
export interface Blocks {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How many whole blocks a picture has; what fills none is left out. */
export const blocksOf = ({ width, height }: Picture, block: number): Blocks => ({
  ...{ left: 0, top: 0 },
  width: Math.floor(width / block),
  height: Math.floor(height / block),
});

/**
 * The picture as the mesh network is shown it, in both views: without colour, one byte a pixel. `block`: so many px in each direction become
 * their mean; `part`: of which blocks, by default all. Throws a RangeError when the data do not fit the size.
 */
export function greyOf(picture: Picture, block = 1, part: Blocks = blocksOf(picture, block)): Pixels {
  const channels = channelsOf(picture);
  const { data } = picture;
  const { left, top, width, height } = part;
  const grey = new Uint8ClampedArray(width * height);
  const share = 1 / (block * block);
  const stride = channels * picture.width;
  const blockLength = channels * block;
  let target = 0;
  for (let row = 0; row < height; row++) {
    let corner = (top + row) * block * stride + left * blockLength;
    for (let column = 0; column < width; column++) {
      let sum = 0;
      for (let start = corner; start < corner + block * stride; start += stride) {
        for (let at = start; at < start + blockLength; at += channels) {
          sum += RED * (data[at] ?? 0) + GREEN * (data[at + 1] ?? 0) + BLUE * (data[at + 2] ?? 0);
        }
      }
      grey[target++] = sum * share;
      corner += blockLength;
    }
  }
  return { data: grey, width, height };
}

/** The coarsest `block` that loses nothing of what the network sees of a square of this side, px. */
export const blockFor = (side: number): number => Math.max(1, Math.floor(side / MESH_INPUT_SIDE));

/** The part of a square that the face fills, px. */
const inner = { left: 48, right: 144, top: 40, bottom: 152 };
const EVEN_MEAN = 0.45;
const EVEN_DEVIATION = 0.18;
/** Noise is not made into a face: a flatter square is stretched as if it had this. */
const LEAST_DEVIATION = 0.01;

/**
 * A grey square with the same brightness and contrast in the face whatever the camera, three times the same value a pixel,
 * as the mesh network takes it.
 */
export function evened(square: Float32Array): Float32Array {
  const face = new Spread();
  for (let row = inner.top; row < inner.bottom; row++) {
    for (let column = inner.left; column < inner.right; column++) face.add(square[row * MESH_INPUT_SIDE + column] ?? 0);
  }
  const { mean } = face;
  const gain = EVEN_DEVIATION / Math.max(LEAST_DEVIATION, face.deviation);
  const even = new Float32Array(3 * square.length);
  // A loop: a callback for each of so many values costs more than the sum.
  for (let i = 0; i < square.length; i++) {
    const grey = Math.min(1, Math.max(0, EVEN_MEAN + gain * ((square[i] ?? 0) - mean)));
    even[3 * i] = grey;
    even[3 * i + 1] = grey;
    even[3 * i + 2] = grey;
  }
  return even;
}
