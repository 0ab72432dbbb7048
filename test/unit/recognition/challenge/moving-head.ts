import type { ChallengeFrame } from '../../../../src/recognition/liveness/challenge/challenge.ts';
import { alignedPoints, lidPairs, nosePoints, sides } from '../../../../src/recognition/liveness/challenge/mesh-parts.ts';
import { CROP_BYTES, CROP_SIDE } from '../../../../src/shared/vision/observation.ts';
import { MESH_POINTS } from '../../../../src/shared/vision/human-face.ts';
import { seeded } from '../../../chaos/seeded.ts';

/** How the face is held; degrees, yaw to the picture's right, bow = chin down. `lids`: 1 open, 0 shut. */
export interface Held {
  readonly yawDeg?: number;
  readonly bowDeg?: number;
  /** Size against the neutral one. */
  readonly size?: number;
  readonly lids?: number;
  /** Bend of a sheet, per face width. */
  readonly bend?: number;
}

const FACE_MM = 72;
const EYE_Y = -32;

/** Depth of a head, mm, smaller = nearer: a skull and a nose. */
const depthAt = (x: number, y: number): number => {
  const round = Math.max(0, 1 - (x / 82) ** 2 - (y / 115) ** 2);
  return -85 * Math.sqrt(round) - 24 * Math.exp(-((x / 11) ** 2) - ((y - 4) / 18) ** 2);
};

/** Points of a face in mm: those that matter where they belong, the others anywhere on it. */
const shape = (() => {
  const random = seeded(7);
  const points = Array.from({ length: MESH_POINTS }, () => {
    const [angle, radius] = [2 * Math.PI * random(), Math.sqrt(random())];
    return { x: 68 * radius * Math.cos(angle), y: 88 * radius * Math.sin(angle) };
  });
  const put = (index: number, x: number, y: number): void => {
    points[index] = { x, y };
  };
  put(sides[0], -FACE_MM, 0);
  put(sides[1], FACE_MM, 0);
  nosePoints.forEach((index, i) => put(index, ((i % 3) - 1) * 5, 2 + (i % 4) * 3));
  lidPairs.forEach((pairs, eye) => {
    const middle = eye === 0 ? -31 : 31;
    pairs.forEach(([upper, lower], i) => {
      put(upper, middle + 4 * (i - 2), EYE_Y - 5);
      put(lower, middle + 4 * (i - 2), EYE_Y + 5);
    });
  });
  [33, 133, 362, 263].forEach((index, i) => put(index, [-45, -17, 17, 45][i] ?? 0, EYE_Y));
  put(1, 0, 3);
  alignedPoints.slice(3).forEach(([index = 0], i) => put(index, i === 0 ? -25 : 25, 39));
  return points;
})();

const uppers = new Set(lidPairs.flatMap((pairs) => pairs.map(([upper]) => upper)));

/** The mesh of the face when it is a head, or a sheet with a picture of it; the mesh network gives both the depth of a head. */
export function meshOf(kind: 'head' | 'sheet', { yawDeg = 0, bowDeg = 0, size = 1, lids = 1, bend = 0 }: Held): Float32Array {
  const [yaw, bow] = [(yawDeg * Math.PI) / 180, (bowDeg * Math.PI) / 180];
  const mesh = new Float32Array(3 * MESH_POINTS);
  shape.forEach(({ x, y }, index) => {
    const painted = uppers.has(index) ? y + 10 * (1 - lids) : y;
    const head = depthAt(x, y);
    const solid = kind === 'head' ? head : (bend * x * x) / FACE_MM;
    // Turned about the upright axis, then bowed about the level one; seen from far away.
    const side = Math.cos(yaw) * x - Math.sin(yaw) * solid;
    const deep = Math.sin(yaw) * x + Math.cos(yaw) * solid;
    const down = Math.cos(bow) * painted - Math.sin(bow) * deep;
    mesh.set([320 + size * side, 240 + size * down, size * head], 3 * index);
  });
  return mesh;
}

/** An aligned crop: grey skin, and dark eyes as far as they are open. */
function cropOf(lids: number): Uint8Array {
  const crop = new Uint8Array(CROP_BYTES).fill(170);
  for (const [x, y] of [
    [38, 52],
    [73, 52],
  ] as const) {
    for (let row = y - 5; row <= y + 4; row++) {
      if (row < y + 4 - 9 * lids) continue;
      for (let column = x - 5; column <= x + 5; column++)
        crop.fill(50, 3 * (row * CROP_SIDE + column), 3 * (row * CROP_SIDE + column) + 3);
    }
  }
  return crop;
}

/** A frame of it. */
export function frameOf(kind: 'head' | 'sheet', held: Held, atMs: number, isSamePerson = true): ChallengeFrame {
  return {
    atMs,
    mesh: meshOf(kind, held),
    yawDeg: held.yawDeg ?? 0,
    pitchDeg: -(held.bowDeg ?? 0),
    widthPx: 2 * FACE_MM * (held.size ?? 1),
    crop: cropOf(held.lids ?? 1),
    isSamePerson,
  };
}
