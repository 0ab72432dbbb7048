import type { Plane } from './plane.ts';

/** What a surface looks like, in px of a source. Read between the pixels; nothing lies beyond the edge but the edge. */
export interface Paint {
  readonly width: number;
  readonly height: number;
  /** R, G, B, cover: 0 to 255. */
  readonly visible: Uint8ClampedArray;
  /** Grey, cover: 0 to 255. */
  readonly infrared: Uint8ClampedArray;
}

/** Planes of 0 to 1, all of one size; `cover`: 0 where there is nothing. */
export function paintOf(colours: readonly Plane[], infrared: Plane, cover: Plane | null): Paint {
  const { width, height } = infrared;
  const visible = new Uint8ClampedArray(4 * width * height);
  const second = new Uint8ClampedArray(2 * width * height);
  const [red, green, blue] = colours.map(({ data }) => data);
  for (let at = 0; at < width * height; at++) {
    const alpha = 255 * (cover?.data[at] ?? 1);
    visible[4 * at] = 255 * (red?.[at] ?? 0);
    visible[4 * at + 1] = 255 * (green?.[at] ?? 0);
    visible[4 * at + 2] = 255 * (blue?.[at] ?? 0);
    visible[4 * at + 3] = alpha;
    second[2 * at] = 255 * (infrared.data[at] ?? 0);
    second[2 * at + 1] = alpha;
  }
  return { width, height, visible, infrared: second };
}
