import { MESH_INPUT_SIDE, MESH_POINTS, type Point } from '../human-face.ts';
import type { Mesh } from './mesh.ts';

/** A square of a picture, turned: what the mesh network is shown. */
export interface FaceSquare {
  /** px of the picture, with fractions: pixel k reaches from k to k + 1. */
  readonly centre: Point;
  /** px of the picture. */
  readonly side: number;
  /** Radians; positive: the right edge of the square hangs lower. */
  readonly angle: number;
}

/** Side of the square ÷ longer side of the mesh: as the network was trained. */
const MARGIN = 1.5;
/** Outer corners of the eyes at the left and right of the picture. */
const leftEye = 33;
const rightEye = 263;

const at = (values: ArrayLike<number>, index: number): number => values[index] ?? 0;

/** The middle of all points of the mesh. */
export function middleOf(mesh: Mesh): Point {
  let x = 0;
  let y = 0;
  for (let i = 0; i < mesh.length; i += 3) {
    x += at(mesh, i);
    y += at(mesh, i + 1);
  }
  return { x: x / MESH_POINTS, y: y / MESH_POINTS };
}

/** Breadth of the mesh along the line of the eyes, px. */
export const widthOf = (mesh: Mesh): number => extentOf(mesh, eyeAngle(mesh)).width;

const eyeAngle = (mesh: Mesh): number =>
  Math.atan2(at(mesh, 3 * rightEye + 1) - at(mesh, 3 * leftEye + 1), at(mesh, 3 * rightEye) - at(mesh, 3 * leftEye));

function extentOf(mesh: Mesh, angle: number) {
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (let i = 0; i < mesh.length; i += 3) {
    const along = cos * at(mesh, i) + sin * at(mesh, i + 1);
    const down = cos * at(mesh, i + 1) - sin * at(mesh, i);
    left = Math.min(left, along);
    right = Math.max(right, along);
    top = Math.min(top, down);
    bottom = Math.max(bottom, down);
  }
  const along = (left + right) / 2;
  const down = (top + bottom) / 2;
  return {
    width: right - left,
    height: bottom - top,
    centre: { x: cos * along - sin * down, y: sin * along + cos * down },
  };
}

/** The square round a mesh, turned so that the eyes are level. */
export function squareAround(mesh: Mesh): FaceSquare {
  const angle = eyeAngle(mesh);
  const { width, height, centre } = extentOf(mesh, angle);
  return { centre, side: MARGIN * Math.max(width, height), angle };
}

/** Most samples per side and pixel of the square: very near faces are cut from every second pixel or so. */
const MAX_SAMPLES = 3;

/** Bytes row by row, `channels` for each pixel. */
export interface Pixels {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

/** Cuts the first `kept` of the picture's `channels` out of the square: MESH_INPUT_SIDE squared × `kept`, 0 to 1; black outside. */
export function cutSquare(picture: Pixels, channels: number, kept: 1 | 3, { centre, side, angle }: FaceSquare): Float32Array {
  const { data, width, height } = picture;
  const step = side / MESH_INPUT_SIDE;
  const samples = Math.min(MAX_SAMPLES, Math.max(1, Math.round(step)));
  const share = 1 / (255 * samples * samples);
  const acrossX = Math.cos(angle) * step;
  const acrossY = Math.sin(angle) * step;
  const square = new Float32Array(kept * MESH_INPUT_SIDE * MESH_INPUT_SIDE);
  const places = placesOf(samples);
  const stride = width * channels;
  for (let line = 0; line < places.length; line++) {
    const v = places[line] ?? 0;
    // Pixels are known at their middles.
    const startX = centre.x - acrossY * v - 0.5;
    const startY = centre.y + acrossX * v - 0.5;
    let target = kept * MESH_INPUT_SIDE * Math.floor(line / samples);
    for (let first = 0; first < places.length; first += samples, target += kept) {
      for (let sample = first; sample < first + samples; sample++) {
        const u = places[sample] ?? 0;
        const x = startX + acrossX * u;
        const y = startY + acrossY * u;
        if (!(x >= 0 && y >= 0 && x < width - 1 && y < height - 1)) continue;
        // Cut off, which is less work than Math.floor and the same from zero on.
        const x0 = x | 0;
        const y0 = y | 0;
        const right = (x - x0) * share;
        const left = share - right;
        const low = y - y0;
        const a = y0 * stride + x0 * channels;
        const b = a + stride;
        for (let channel = 0; channel < kept; channel++) {
          const upper = left * (data[a + channel] ?? 0) + right * (data[a + channels + channel] ?? 0);
          const lower = left * (data[b + channel] ?? 0) + right * (data[b + channels + channel] ?? 0);
          square[target + channel] = (square[target + channel] ?? 0) + upper + low * (lower - upper);
        }
      }
    }
  }
  return square;
}

/** Where the samples of a row lie, px of the square from its middle; the same along a column. */
function placesOf(samples: number): Float64Array {
  const places = new Float64Array(MESH_INPUT_SIDE * samples);
  for (let i = 0; i < places.length; i++) places[i] = (i + 0.5) / samples - MESH_INPUT_SIDE / 2;
  return places;
}

/** Points of the network's answer (px of its input, x, y, z) as a mesh in px of the picture. */
export function meshInPicture(points: Float32Array, { centre, side, angle }: FaceSquare): Mesh {
  const step = side / MESH_INPUT_SIDE;
  const cos = Math.cos(angle) * step;
  const sin = Math.sin(angle) * step;
  const mesh = new Float32Array(3 * MESH_POINTS);
  for (let i = 0; i < mesh.length; i += 3) {
    const u = at(points, i) - MESH_INPUT_SIDE / 2;
    const v = at(points, i + 1) - MESH_INPUT_SIDE / 2;
    mesh[i] = centre.x + cos * u - sin * v;
    mesh[i + 1] = centre.y + sin * u + cos * v;
    mesh[i + 2] = at(points, i + 2) * step;
  }
  return mesh;
}
