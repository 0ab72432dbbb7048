import type { Box } from '../shared/vision/human-face.ts';

/** Size of a picture, px. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** Share of the face's width, or of its height, that lies outside a picture of this size; the mesh goes on beyond the edge. */
export function cutOffShare({ x, y, width, height }: Box, picture: PictureSize): number {
  const seen = (from: number, length: number, whole: number): number =>
    Math.max(0, Math.min(whole, from + length) - Math.max(0, from)) / length;
  return 1 - Math.min(seen(x, width, picture.width), seen(y, height, picture.height));
}

/** The box that the face would have if it went straight back or nearer, until it is `wide` px wide. */
export function boxAtWidth({ x, y, width, height }: Box, picture: PictureSize, wide: number): Box {
  const share = wide / width;
  const towards = (middle: number, at: number): number => middle + share * (at - middle);
  return {
    ...{ x: towards(picture.width / 2, x), y: towards(picture.height / 2, y) },
    ...{ width: wide, height: share * height },
  };
}
