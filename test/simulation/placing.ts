import type { Anchors } from './source.ts';

/**
 * Where a face lies in its picture: own axes in mm, origin midway between the eyes and the mouth, x to the right along the
 * eyes, y down. Features in mm of these axes.
 */
export interface Placing {
  /** px of the source per mm. */
  readonly pxPerMm: number;
  /** Origin, px of the source. */
  readonly originX: number;
  readonly originY: number;
  readonly rollRadians: number;
  readonly eyes: readonly [Spot, Spot];
  readonly nose: Spot;
  readonly mouth: readonly [Spot, Spot];
  /** Middle of the face's box to the side. */
  readonly middleX: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** `faceWidthMm`: true breadth of this person's face. */
export function placingOf({ points, box }: Anchors, faceWidthMm: number): Placing {
  const [leftEye, rightEye, nose, leftMouth, rightMouth] = points;
  const pxPerMm = box.width / faceWidthMm;
  const rollRadians = Math.atan2(rightEye.y - leftEye.y, rightEye.x - leftEye.x);
  const originX = (leftEye.x + rightEye.x + leftMouth.x + rightMouth.x) / 4;
  const originY = (leftEye.y + rightEye.y + leftMouth.y + rightMouth.y) / 4;
  const own = ({ x, y }: Spot): Spot => {
    const dx = (x - originX) / pxPerMm;
    const dy = (y - originY) / pxPerMm;
    return {
      x: Math.cos(rollRadians) * dx + Math.sin(rollRadians) * dy,
      y: Math.cos(rollRadians) * dy - Math.sin(rollRadians) * dx,
    };
  };
  return {
    ...{ pxPerMm, originX, originY, rollRadians },
    eyes: [own(leftEye), own(rightEye)],
    nose: own(nose),
    mouth: [own(leftMouth), own(rightMouth)],
    middleX: own({ x: box.x + box.width / 2, y: box.y + box.height / 2 }).x,
  };
}

/** Calls `visit` with each pixel of a source of this size and the same place in the face's own axes, mm. */
export function eachPixel(
  { pxPerMm, originX, originY, rollRadians }: Placing,
  { width, height }: { readonly width: number; readonly height: number },
  visit: (at: number, x: number, y: number) => void,
): void {
  const cos = Math.cos(rollRadians) / pxPerMm;
  const sin = Math.sin(rollRadians) / pxPerMm;
  for (let row = 0, at = 0; row < height; row++) {
    const dy = row + 0.5 - originY;
    for (let column = 0; column < width; column++, at++) {
      const dx = column + 0.5 - originX;
      visit(at, cos * dx + sin * dy, cos * dy - sin * dx);
    }
  }
}
