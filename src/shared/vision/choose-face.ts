import { faceBox } from './face-points.ts';
import type { Box, HumanFace } from './human-face.ts';

/** The oval on the kiosk screen inside which a face counts, in shares of the frame's width and height. */
export const guide = { centreX: 0.5, centreY: 0.5, radiusX: 0.4, radiusY: 0.5 } as const;

/** From this share of the chosen face's width on, another face inside the guide is a rival. */
export const RIVAL_SHARE = 0.6;

export interface ChosenFace<F extends HumanFace> {
  readonly face: F;
  readonly box: Box;
  /** Other faces inside the guide of at least RIVAL_SHARE of this one's width. */
  readonly rivals: number;
}

/** Is the middle of the box inside the guide of a frame of `width` × `height` px? */
export function isInsideGuide(box: Box, width: number, height: number): boolean {
  const dx = ((box.x + box.width / 2) / width - guide.centreX) / guide.radiusX;
  const dy = ((box.y + box.height / 2) / height - guide.centreY) / guide.radiusY;
  return dx * dx + dy * dy <= 1;
}

/** The nearest (widest) face inside the guide, or null; `width` and `height` of the frame, px. */
export function chooseFace<F extends HumanFace>(faces: readonly F[], width: number, height: number): ChosenFace<F> | null {
  const inside = faces
    .flatMap((face) => {
      const box = faceBox(face);
      return box && isInsideGuide(box, width, height) ? [{ face, box }] : [];
    })
    .toSorted((a, b) => b.box.width - a.box.width);
  const [chosen, ...others] = inside;
  if (!chosen) return null;
  return { ...chosen, rivals: others.filter((other) => other.box.width >= RIVAL_SHARE * chosen.box.width).length };
}
