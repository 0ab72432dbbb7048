import { channelsOf, type Picture, type Point } from '../human-face.ts';
import type { Mesh } from './mesh.ts';

/** Reads the luma of a picture, 0 to 255. */
export interface LumaReader {
  readonly width: number;
  readonly height: number;
  /** Luma of a pixel; null outside the picture. Takes fractions: pixel k reaches from k to k + 1. */
  at(x: number, y: number): number | null;
}

export function lumaOf(picture: Picture): LumaReader {
  const channels = channelsOf(picture);
  const { data, width, height } = picture;
  return {
    width,
    height,
    at(x, y) {
      const column = Math.floor(x);
      const row = Math.floor(y);
      if (column < 0 || row < 0 || column >= width || row >= height) return null;
      const i = (row * width + column) * channels;
      return 0.299 * (data[i] ?? 0) + 0.587 * (data[i + 1] ?? 0) + 0.114 * (data[i + 2] ?? 0);
    },
  };
}

/** Point `index` of a mesh in the picture's plane. */
export const pointOf = (mesh: Mesh, index: number): Point => ({ x: mesh[3 * index] ?? 0, y: mesh[3 * index + 1] ?? 0 });

/** Luma of the pixels inside a disc. */
export function lumaInDisc(luma: LumaReader, { x, y }: Point, radius: number): number[] {
  return lumaWhere(luma, { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius }, (px, py) => {
    return Math.hypot(px - x, py - y) <= Math.max(0.5, radius);
  });
}

/** Luma of the pixels whose middles lie inside a polygon. */
export function lumaInPolygon(luma: LumaReader, corners: readonly Point[]): number[] {
  const xs = corners.map(({ x }) => x);
  const ys = corners.map(({ y }) => y);
  const bounds = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  return lumaWhere(luma, bounds, (x, y) => {
    let isInside = false;
    corners.forEach((from, i) => {
      const to = corners[(i + 1) % corners.length] ?? from;
      if (from.y > y !== to.y > y && x < from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)) isInside = !isInside;
    });
    return isInside;
  });
}

interface Bounds {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

function lumaWhere(luma: LumaReader, bounds: Bounds, isInside: (x: number, y: number) => boolean): number[] {
  const values: number[] = [];
  const right = Math.min(luma.width, bounds.right);
  const bottom = Math.min(luma.height, bounds.bottom);
  for (let y = Math.floor(Math.max(0, bounds.top)) + 0.5; y < bottom + 0.5; y++) {
    for (let x = Math.floor(Math.max(0, bounds.left)) + 0.5; x < right + 0.5; x++) {
      if (!isInside(x, y)) continue;
      const value = luma.at(x, y);
      if (value !== null) values.push(value);
    }
  }
  return values;
}
