import type { FacePoints } from '../../src/shared/vision/face-points.ts';
import type { Box, Point } from '../../src/shared/vision/human-face.ts';

/** Where the face is. */
export interface Placed {
  readonly points: FacePoints;
  readonly box: Box;
}

/** SVG shapes in px of the picture. */
export type Drawing = (face: Placed) => string;

/** Along the line of the eyes and down from it; both of the length of the distance between the eyes. */
interface Axes {
  readonly centre: Point;
  readonly across: Point;
  readonly down: Point;
}

function axesOf([left, right]: FacePoints): Axes {
  const across = { x: right.x - left.x, y: right.y - left.y };
  const centre = { x: (left.x + right.x) / 2, y: (left.y + right.y) / 2 };
  return { centre, across, down: { x: -across.y, y: across.x } };
}

/** Shapes that are drawn in distances between the eyes, 0,0 between the eyes. */
function inEyeDistances(face: Placed, shapes: string): string {
  const { centre, across, down } = axesOf(face.points);
  return `<g transform="matrix(${across.x} ${across.y} ${down.x} ${down.y} ${centre.x} ${centre.y})">${shapes}</g>`;
}

/**
 * A hard hat: shell, brim and the brim's shadow on the brow. `height`: of the brim above the eyes; default 0.95, over the
 * forehead; 0.75 comes down to the brows.
 */
export const helmet = (face: Placed, height = 0.95): string =>
  inEyeDistances(
    face,
    `<path d="M-1.3 ${-height} C-1.3 ${-height - 1.7} 1.3 ${-height - 1.7} 1.3 ${-height} Z" fill="#e8b21a"/>` +
      `<path d="M-1.42 ${-height} Q0 ${-height - 0.32} 1.42 ${-height} Q0 ${-height + 0.3} -1.42 ${-height} Z" fill="#c99710"/>` +
      `<path d="M-1.2 ${-height + 0.05} Q0 ${-height + 0.3} 1.2 ${-height + 0.05} L1.1 ${-height + 0.5} Q0 ${-height + 0.72} -1.1 ${-height + 0.5} Z" fill="#000" opacity="0.38"/>`,
  );

/** Dark frames, clear lenses with a reflection. */
export const glasses: Drawing = (face) =>
  inEyeDistances(
    face,
    [-0.5, 0.5]
      .map(
        (x) =>
          `<rect x="${x - 0.4}" y="-0.24" width="0.8" height="0.56" rx="0.18" fill="#fff" fill-opacity="0.12" stroke="#181818" stroke-width="0.06"/>` +
          `<path d="M${x - 0.25} 0.2 L${x - 0.02} -0.18 L${x + 0.1} -0.18 L${x - 0.12} 0.22 Z" fill="#fff" opacity="0.35"/>`,
      )
      .join('') + '<path d="M-0.1 -0.05 Q0 -0.12 0.1 -0.05" fill="none" stroke="#181818" stroke-width="0.06"/>',
  );

/** Tinted safety goggles over both eyes. */
export const goggles: Drawing = (face) =>
  inEyeDistances(
    face,
    '<rect x="-1.05" y="-0.38" width="2.1" height="0.8" rx="0.3" fill="#1c2a30" fill-opacity="0.55" stroke="#222" stroke-width="0.08"/>',
  );

/** White cup over nose and mouth, with its bands. */
export const dustMask: Drawing = (face) =>
  inEyeDistances(
    face,
    '<path d="M-0.75 0.75 Q0 0.25 0.75 0.75 L0.7 1.5 Q0 2.05 -0.7 1.5 Z" fill="#e9e7e0" stroke="#bdb9ae" stroke-width="0.03"/>' +
      '<path d="M-0.75 0.8 L-1.3 0.4 M0.75 0.8 L1.3 0.4" stroke="#d8d5cb" stroke-width="0.06"/>',
  );
