import { MESH_POINTS, type Box, type HumanFace, type Point } from './human-face.ts';

/** Left eye, right eye, nose tip, left and right corner of the mouth, as seen in the picture. */
export type FacePoints = readonly [Point, Point, Point, Point, Point];

const leftEye = [33, 133, 159, 145];
const rightEye = [362, 263, 386, 374];
const noseTip = [1];
const leftMouth = [61];
const rightMouth = [291];

/** Human cuts mesh coordinates off to whole pixels; on average half a pixel is lost. */
const CUT_OFF_PX = 0.5;

function meanOf(face: HumanFace, indices: readonly number[]): Point {
  let x = 0;
  let y = 0;
  for (const index of indices) {
    const point = face.mesh[index];
    if (!point) throw new RangeError(`the mesh has no point ${index}`);
    x += point[0];
    y += point[1];
  }
  return { x: x / indices.length + CUT_OFF_PX, y: y / indices.length + CUT_OFF_PX };
}

/** The five points that the alignment uses, px of the picture; null when the face has no whole mesh. */
export function facePoints(face: HumanFace): FacePoints | null {
  if (face.mesh.length < MESH_POINTS) return null;
  return [
    meanOf(face, leftEye),
    meanOf(face, rightEye),
    meanOf(face, noseTip),
    meanOf(face, leftMouth),
    meanOf(face, rightMouth),
  ];
}

/** The upright box around the mesh, px: from ear to ear and from the forehead to the chin. Null without a whole mesh. */
export function faceBox(face: HumanFace): Box | null {
  if (face.mesh.length < MESH_POINTS) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of face.mesh) {
    left = Math.min(left, x);
    right = Math.max(right, x + 1);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y + 1);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
