import { MESH_POINTS, type HumanFace, type Picture, type Point } from '../human-face.ts';
import { ANALYSED_PX, padded, shrink } from '../shrink.ts';
import type { CameraCalibration } from './calibration.ts';
import type { SurfaceShift } from './evidence.ts';
import { meshInPicture, middleOf, squareAround, widthOf, type FaceSquare } from './face-square.ts';
import { evened } from './grey.ts';
import type { GreyCuts } from './grey-cuts.ts';
import type { Mesh } from './mesh.ts';
import type { LivenessNetworks } from './networks.ts';
import { surfaceShift } from './surface-shift.ts';

/** A face as the mesh network sees it in a square. */
export interface LocatedMesh {
  readonly mesh: Mesh;
  /** 0 to 1. */
  readonly certainty: number;
  readonly square: FaceSquare;
  /** What was cut from the picture there: MESH_INPUT_SIDE squared, 0 to 1. */
  readonly grey: Float32Array;
}

/** Below this certainty of the mesh network there is no face. */
const LEAST_CERTAINTY = 0.7;
/** The square follows the face until it moves by less than this share of its side: the comparison of the surfaces finds the rest, to a fraction of a px. */
const SETTLED = 0.008;
const MOST_PASSES = 4;
/** Side of the second square ÷ side of the first. */
const TIGHTER = 0.9;
/** How far off a face may lie and still be this one, in its widths, besides the calibration's error: nearer than a neighbour can stand. */
const REACH = 0.35;
/** Widths of the same face in both pictures differ by less than this factor, once the calibration's scale is taken out. */
const MOST_RATIO = 1.33;

async function look(cuts: GreyCuts, square: FaceSquare, networks: LivenessNetworks): Promise<LocatedMesh> {
  const grey = cuts.cut(square);
  const { points, certainty } = await networks.mesh(evened(grey));
  return { mesh: meshInPicture(points, square), certainty, square, grey };
}

/** A mesh as Human gives it: cut off to whole px of a picture `scale` times as large; without depth. */
const coarseMesh = (face: HumanFace, scale: number): Mesh =>
  Float32Array.from(face.mesh.flatMap(([x, y]) => [(x + 0.5) / scale, (y + 0.5) / scale, 0]));

/** The mesh, with fractions of px, of a face that Human found; `scale`: size of the picture that Human was given ÷ size of `picture`. */
export const refineMesh = (picture: GreyCuts, face: HumanFace, scale: number, networks: LivenessNetworks): Promise<LocatedMesh> =>
  look(picture, squareAround(coarseMesh(face, scale)), networks);

/** Looks once more at a tighter square and takes the mean: the points scatter by a sixth less, which the movement of the mesh needs. */
export async function refineAgain(picture: GreyCuts, first: LocatedMesh, networks: LivenessNetworks): Promise<LocatedMesh> {
  const second = await look(picture, { ...first.square, side: TIGHTER * first.square.side }, networks);
  return { ...first, mesh: first.mesh.map((value, i) => (value + (second.mesh[i] ?? 0)) / 2) };
}

export interface InfraredSearch {
  readonly visible: Picture;
  readonly infrared: GreyCuts;
  readonly calibration: CameraCalibration;
  /** Where the face lay before, measured from where it was expected, px; null when it was not seen before. */
  readonly lastOffset: Point | null;
}

/** `offset`: how far the face lies from where it was expected, px: the `lastOffset` of the next search. */
export interface InfraredFace extends LocatedMesh {
  readonly offset: Point;
}

/** What the face of the visible picture must look like in the infrared one, px of that picture. */
interface Expected {
  /** Where its middle should lie, and how far off it may. */
  readonly middle: Point;
  readonly reach: number;
  readonly width: number;
  /** The square as it would be if the face lay with its middle at (0, 0). */
  readonly square: FaceSquare;
}

function expectIn(face: LocatedMesh, { visible, infrared: { picture: infrared }, calibration }: InfraredSearch): Expected {
  const { scale, shiftX, shiftY, slope, error } = calibration;
  const middle = middleOf(face.mesh);
  const width = widthOf(face.mesh);
  const u = middle.x / visible.width - 0.5;
  const v = (middle.y - visible.height / 2) / visible.width;
  const ratio = (scale * infrared.width) / visible.width;
  const { centre, side, angle } = face.square;
  return {
    middle: {
      x: infrared.width * (0.5 + scale * u + shiftX + (slope * width) / visible.width),
      y: infrared.height / 2 + infrared.width * (scale * v + shiftY),
    },
    reach: REACH * width * ratio + 2 * error * infrared.width,
    width: width * ratio,
    square: {
      centre: { x: (centre.x - middle.x) * ratio, y: (centre.y - middle.y) * ratio },
      side: side * ratio,
      angle,
    },
  };
}

/** Moves the square from `start` on until the face lies in it as in the visible one. Null when that leads to no such face. */
async function settle(
  grey: GreyCuts,
  { middle, reach, width, square }: Expected,
  start: Point,
  networks: LivenessNetworks,
): Promise<InfraredFace | null> {
  let at = start;
  for (let pass = 1; pass <= MOST_PASSES; pass++) {
    const centre = { x: at.x + square.centre.x, y: at.y + square.centre.y };
    const found = await look(grey, { ...square, centre }, networks);
    if (!(found.certainty >= LEAST_CERTAINTY)) return null;
    const next = middleOf(found.mesh);
    const offset = { x: next.x - middle.x, y: next.y - middle.y };
    const ratio = widthOf(found.mesh) / width;
    if (Math.hypot(offset.x, offset.y) > reach || ratio > MOST_RATIO || ratio < 1 / MOST_RATIO) return null;
    if (Math.hypot(next.x - at.x, next.y - at.y) < SETTLED * square.side || pass === MOST_PASSES) return { ...found, offset };
    at = next;
  }
  return null;
}

/** The middle of the face that the detector finds nearest to `expected`; null when there is none. */
async function detectNear(picture: Picture, expected: Point, networks: LivenessNetworks): Promise<Point | null> {
  const small = shrink(picture, ANALYSED_PX);
  const faces = (await networks.find(padded(small))).filter(({ mesh }) => mesh.length >= MESH_POINTS);
  const middles = faces.map((face) => middleOf(coarseMesh(face, small.scale)));
  const far = ({ x, y }: Point): number => Math.hypot(x - expected.x, y - expected.y);
  return middles.toSorted((a, b) => far(a) - far(b))[0] ?? null;
}

/**
 * Finds the face of the visible picture anew in the infrared one. The square has the same size in the face, the same
 * turn, and the face in the same place of it, so that what the network does wrong, it does wrong in both. Null when there is none.
 */
export async function locateInfrared(
  face: LocatedMesh,
  search: InfraredSearch,
  networks: LivenessNetworks,
): Promise<InfraredFace | null> {
  const { infrared, lastOffset } = search;
  const expected = expectIn(face, search);
  const { middle } = expected;
  if (lastOffset) {
    // The detector costs more than all the rest.
    const found = await settle(infrared, expected, { x: middle.x + lastOffset.x, y: middle.y + lastOffset.y }, networks);
    if (found) return found;
  }
  const start = await detectNear(infrared.picture, middle, networks);
  return start && settle(infrared, expected, start, networks);
}

/** The shift of the face's surface from the visible to the infrared picture: what two views differ by, only the pixels know. */
export const compareSurface = (visible: LocatedMesh, infrared: LocatedMesh): SurfaceShift | null =>
  surfaceShift(visible.mesh, visible.square, visible.grey, infrared.grey);
