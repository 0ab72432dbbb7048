/** How far Human grows the detector's box on each axis before the mesh network looks at it. */
export const HUMAN_DETECTOR_SCALE = 1.7;

/** Side of the picture that the mesh network is given, px; its depths are in these units. */
export const MESH_INPUT_SIDE = 192;

/** Number of points of a whole mesh. */
export const MESH_POINTS = 468;

/** What is used of a face that Human found (`FaceResult` fits it). Coordinates: px of the picture it was given. */
export interface HumanFace {
  /** Certainty of the detector, 0 to 1. */
  readonly boxScore: number;
  /** Certainty of the mesh network that this is a face, 0 to 1. */
  readonly faceScore: number;
  /** Width and height of the grown detector box; the mesh network saw a square of the longer one. */
  readonly size: readonly [number, number];
  /** x, y in px, z in units of the network's input, smaller = nearer. All whole numbers, cut towards zero. */
  readonly mesh: readonly (readonly [number, number, number?])[];
}

/** A picture in memory, row by row, without padding: RGB or RGBA. */
export interface Picture {
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Upright rectangle, px. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/** Bytes per pixel of `picture`: 3 or 4. Throws a RangeError when the data do not fit the size. */
export function channelsOf(picture: Picture): 3 | 4 {
  const channels = picture.data.length / (picture.width * picture.height);
  if (channels !== 3 && channels !== 4) throw new RangeError('picture data do not fit its size');
  return channels;
}
