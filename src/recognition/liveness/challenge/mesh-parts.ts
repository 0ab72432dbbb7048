import { MESH_POINTS } from '../../../shared/vision/human-face.ts';

// Numbers of mesh points (468-point topology), grouped by what they do when a face moves.

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);

const lips = [
  0, 13, 14, 17, 37, 39, 40, 61, 78, 80, 81, 82, 84, 87, 88, 91, 95, 146, 178, 181, 185, 191, 267, 269, 270, 291, 308, 310, 311,
  312, 314, 317, 318, 321, 324, 375, 402, 405, 409, 415,
];
const lids = [
  7, 33, 133, 144, 145, 153, 154, 155, 157, 158, 159, 160, 161, 163, 173, 246, 249, 263, 362, 373, 374, 380, 381, 382, 384, 385,
  386, 387, 388, 390, 398, 466,
];
const jaw = [
  18, 32, 58, 83, 132, 136, 140, 148, 149, 150, 152, 171, 172, 175, 176, 182, 194, 199, 200, 201, 204, 208, 262, 288, 313, 361,
  365, 369, 377, 378, 379, 396, 397, 400, 406, 418, 421, 424, 428,
];
const moving: ReadonlySet<number> = new Set([...lips, ...lids, ...jaw]);

/** Points that keep their place on the skull when somebody speaks, smiles or blinks. */
export const stiffPoints: readonly number[] = range(0, MESH_POINTS).filter((point) => !moving.has(point));

/** Tip, bridge and wings of the nose. */
export const nosePoints: readonly number[] = [1, 2, 4, 5, 19, 44, 45, 94, 274, 275];

/** Rim of the face, cheeks, forehead and what lies round the nose: the ground that a nose stands on. */
export const groundPoints: readonly number[] = [
  9, 10, 21, 36, 50, 54, 58, 67, 69, 93, 101, 103, 109, 117, 118, 127, 132, 136, 148, 149, 150, 151, 152, 162, 172, 176, 205, 234,
  251, 266, 280, 284, 288, 297, 299, 323, 330, 332, 338, 346, 347, 356, 361, 365, 377, 378, 379, 389, 397, 400, 425, 454,
];

/** Points of the upper and of the lower lid that meet when the eye closes; the eye at the picture's left, then the other. */
export const lidPairs: readonly (readonly (readonly [number, number])[])[] = [
  [
    [161, 163],
    [160, 144],
    [159, 145],
    [158, 153],
    [157, 154],
  ],
  [
    [388, 390],
    [387, 373],
    [386, 374],
    [385, 380],
    [384, 381],
  ],
];

/** Sides of the face, at the ears. */
export const sides = [234, 454] as const;

/** Corners of each eye, the outer one of the eye at the picture's left first. */
export const eyeCorners: readonly (readonly [number, number])[] = [
  [33, 133],
  [362, 263],
];

/** The points that an aligned crop is cut by, in the order of its template, each the mean of these. */
export const alignedPoints: readonly (readonly number[])[] = [[33, 133, 159, 145], [362, 263, 386, 374], [1], [61], [291]];
