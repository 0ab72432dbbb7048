import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import type { Box, Picture } from '../../src/shared/vision/human-face.ts';
import type { FacePoints } from '../../src/shared/vision/face-points.ts';
import { filled, planeOf, type Plane } from './plane.ts';

/** All that is taken from the detector: five points and a box place the head and the copy; no depth. */
export interface Anchors {
  readonly points: FacePoints;
  readonly box: Box;
}

/** A picture of somebody, extended beyond its edges and enlarged, as something to paint surfaces with. */
export interface Source {
  /** R, G, B, 0 to 1. */
  readonly colours: readonly Plane[];
  /** Where the picture itself lies, px of the planes. */
  readonly frame: Box;
  /** px of the planes. */
  readonly anchors: Anchors;
}

/** Breadth of the face in the planes that is aimed at, px; pictures are enlarged, never reduced. */
const FACE_PX = 160;
const MOST_ENLARGED = 2.5;
/** Added on each side, in widths of the face. */
const AROUND = 1.1;

/** RGBA of a picture file. */
export async function readPicture(file: string | Uint8Array): Promise<Picture> {
  const bytes = typeof file === 'string' ? await readFile(file) : file;
  const { data, info } = await sharp(bytes).toColourspace('srgb').ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}

/** The same picture amid grey, as the terminal does with photographs: `share` of its size on each side. RGBA. */
export async function padded(picture: Picture, share: number): Promise<Picture> {
  const around = Math.round(share * picture.width);
  const { data, info } = await sharp(picture.data, { raw: { width: picture.width, height: picture.height, channels: 4 } })
    .extend({ top: around, bottom: around, left: around, right: around, background: '#808080' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data.buffer, data.byteOffset, data.length), width: info.width, height: info.height };
}

/** Pixels that a turned picture left black: those that hang together with the edge. */
function blackCorners({ data, width, height }: Picture): Uint8Array {
  const isHole = new Uint8Array(width * height);
  const isBlack = (at: number): boolean => Math.max(data[4 * at] ?? 0, data[4 * at + 1] ?? 0, data[4 * at + 2] ?? 0) <= 10;
  const queue: number[] = [];
  const look = (at: number): void => {
    if (isHole[at] === 1 || !isBlack(at)) return;
    isHole[at] = 1;
    queue.push(at);
  };
  for (let x = 0; x < width; x++) [x, (height - 1) * width + x].forEach(look);
  for (let y = 0; y < height; y++) [y * width, y * width + width - 1].forEach(look);
  for (let at = queue.pop(); at !== undefined; at = queue.pop()) {
    const x = at % width;
    if (x > 0) look(at - 1);
    if (x < width - 1) look(at + 1);
    if (at >= width) look(at - width);
    if (at < width * (height - 1)) look(at + width);
  }
  return isHole;
}

async function enlarged(plane: Plane, scale: number): Promise<Plane> {
  if (scale === 1) return plane;
  const width = Math.round(plane.width * scale);
  const height = Math.round(plane.height * scale);
  const bytes = Uint8Array.from(plane.data, (value) => Math.round(255 * value));
  const { data } = await sharp(bytes, { raw: { width: plane.width, height: plane.height, channels: 1 } })
    .resize({ width, height, fit: 'fill', kernel: 'cubic' })
    .toColourspace('b-w')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data: Float32Array.from(data, (value) => value / 255), width, height };
}

/** `anchors`: px of `picture` (RGBA). */
export async function sourceOf(picture: Picture, anchors: Anchors): Promise<Source> {
  const around = Math.ceil(AROUND * anchors.box.width);
  const width = picture.width + 2 * around;
  const height = picture.height + 2 * around;
  const holes = blackCorners(picture);
  const weight = planeOf(width, height);
  const planes = [0, 1, 2].map(() => planeOf(width, height));
  for (let y = 0; y < picture.height; y++) {
    for (let x = 0; x < picture.width; x++) {
      const from = y * picture.width + x;
      const to = (y + around) * width + x + around;
      // JPEG smears the black a little into the picture.
      const isEdge = x < 2 || y < 2 || x >= picture.width - 2 || y >= picture.height - 2;
      const nearHole = [0, 2, -2, 2 * picture.width, -2 * picture.width].some((step) => holes[from + step] === 1);
      weight.data[to] = isEdge || nearHole ? 0 : 1;
      planes.forEach(({ data }, channel) => (data[to] = (picture.data[4 * from + channel] ?? 0) / 255));
    }
  }
  const scale = Math.min(MOST_ENLARGED, Math.max(1, FACE_PX / anchors.box.width));
  const colours = await Promise.all(filled(planes, weight).map((plane) => enlarged(plane, scale)));
  const move = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x: (x + around) * scale, y: (y + around) * scale });
  const [a, b, c, d, e] = anchors.points;
  const grow = (box: Box): Box => ({ ...move(box), width: box.width * scale, height: box.height * scale });
  return {
    colours,
    frame: grow({ x: 0, y: 0, width: picture.width, height: picture.height }),
    anchors: { points: [move(a), move(b), move(c), move(d), move(e)], box: grow(anchors.box) },
  };
}

/** Luma, 0 to 1. */
export function lumaOf([red, green, blue]: readonly Plane[]): Plane {
  if (!red || !green || !blue) throw new RangeError('three planes are wanted');
  const data = red.data.map((value, at) => 0.299 * value + 0.587 * (green.data[at] ?? 0) + 0.114 * (blue.data[at] ?? 0));
  return { data, width: red.width, height: red.height };
}
