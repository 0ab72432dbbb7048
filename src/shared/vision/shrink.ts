import { channelsOf, type Picture } from './human-face.ts';

/** An RGB picture as the networks take it: 0 to 255, row by row. */
export interface FloatPicture {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
  /** Its size ÷ the size of the picture that it came from. */
  readonly scale: number;
}

/** Longer side of the picture that the detector is given, px; crops are cut from the whole picture. */
export const ANALYSED_PX = 640;

/**
 * To RGB floats with the longer side at most `mostPx`: whole blocks of pixels are averaged, so the scale is 1/1, 1/2, 1/3 …
 * Rows and columns that fill no block are left out.
 */
export function shrink(picture: Picture, mostPx: number): FloatPicture {
  const block = Math.max(1, Math.ceil(Math.max(picture.width, picture.height) / mostPx));
  const width = Math.floor(picture.width / block);
  const height = Math.floor(picture.height / block);
  const data = new Float32Array(3 * width * height);
  if (block === 1) copyPixels(picture, data);
  else averageBlocks(picture, block, { data, width, height });
  return { data, width, height, scale: 1 / block };
}

/** The detector squeezes every picture into a square; of longer ones it makes worse crops. */
const MAX_ASPECT = 4 / 3;
/** Middle grey, as round photographs. */
const GREY = 0x80;

/** The picture with grey below it or to its right where it is longer than 4:3; what is in it stays in its place. */
export function padded(picture: FloatPicture): FloatPicture {
  const width = Math.max(picture.width, Math.ceil(picture.height / MAX_ASPECT));
  const height = Math.max(picture.height, Math.ceil(picture.width / MAX_ASPECT));
  if (width === picture.width && height === picture.height) return picture;
  const data = new Float32Array(3 * width * height).fill(GREY);
  const row = 3 * picture.width;
  for (let y = 0; y < picture.height; y++) data.set(picture.data.subarray(y * row, (y + 1) * row), 3 * y * width);
  return { ...picture, data, width, height };
}

function copyPixels(from: Picture, to: Float32Array): void {
  const channels = channelsOf(from);
  const { data } = from;
  for (let source = 0, target = 0; target < to.length; source += channels, target += 3) {
    to[target] = data[source] ?? 0;
    to[target + 1] = data[source + 1] ?? 0;
    to[target + 2] = data[source + 2] ?? 0;
  }
}

function averageBlocks(from: Picture, block: number, to: { data: Float32Array; width: number; height: number }): void {
  const words = block === 3 ? wordsOf(from) : null;
  if (words) return averageWords(words, from.width, to);
  const share = 1 / (block * block);
  const channels = channelsOf(from);
  // Read a million times: properties of objects would cost as much as the sums.
  const { data } = from;
  const { data: means, width, height } = to;
  const stride = channels * from.width;
  const blockLength = channels * block;
  let target = 0;
  for (let row = 0; row < height; row++) {
    const top = row * block * stride;
    for (let left = top; left < top + width * blockLength; left += blockLength) {
      let red = 0;
      let green = 0;
      let blue = 0;
      for (let start = left; start < left + block * stride; start += stride) {
        for (let source = start; source < start + blockLength; source += channels) {
          red += data[source] ?? 0;
          green += data[source + 1] ?? 0;
          blue += data[source + 2] ?? 0;
        }
      }
      means[target] = red * share;
      means[target + 1] = green * share;
      means[target + 2] = blue * share;
      target += 3;
    }
  }
}

const isLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** The pixels as words of four bytes, red lowest; null when they cannot be read so. */
function wordsOf({ data, width, height }: Picture): Uint32Array | null {
  const isWhole = data.length === 4 * width * height && data.byteOffset % 4 === 0;
  return isWhole && isLittleEndian ? new Uint32Array(data.buffer, data.byteOffset, width * height) : null;
}

/** Red and blue of a pixel that was read as one word are summed at once, 16 bits apart. */
const RED_AND_BLUE = 0x00ff00ff;

const redAndBlueOf3 = (words: Uint32Array, at: number): number =>
  ((words[at] ?? 0) & RED_AND_BLUE) + ((words[at + 1] ?? 0) & RED_AND_BLUE) + ((words[at + 2] ?? 0) & RED_AND_BLUE);
const greenOf = (word: number): number => (word >>> 8) & 0xff;
const greenOf3 = (words: Uint32Array, at: number): number =>
  greenOf(words[at] ?? 0) + greenOf(words[at + 1] ?? 0) + greenOf(words[at + 2] ?? 0);

/** Blocks of 3 × 3 pixels, as of a picture of 1920 × 1080, without the inner loops: a good half of the time. */
function averageWords(words: Uint32Array, stride: number, to: { data: Float32Array; width: number; height: number }): void {
  const { data: means, width, height } = to;
  const share = 1 / 9;
  let target = 0;
  for (let row = 0; row < height; row++) {
    const top = 3 * row * stride;
    for (let at = top; at < top + 3 * width; at += 3) {
      const second = at + stride;
      const third = second + stride;
      const redAndBlue = redAndBlueOf3(words, at) + redAndBlueOf3(words, second) + redAndBlueOf3(words, third);
      means[target] = (redAndBlue & 0xffff) * share;
      means[target + 1] = (greenOf3(words, at) + greenOf3(words, second) + greenOf3(words, third)) * share;
      means[target + 2] = (redAndBlue >>> 16) * share;
      target += 3;
    }
  }
}
