import { cropTemplate } from '../../../src/shared/vision/align.ts';
import { MESH_POINTS, type HumanFace, type Point } from '../../../src/shared/vision/human-face.ts';

type MeshPoint = readonly [number, number, number];

export interface FaceShape {
  /** Where the face's middle lies, and its width from ear to ear, px. */
  readonly centre: Point;
  readonly width: number;
  /** The face turns to the picture's right, looks up; degrees. */
  readonly yawDeg?: number;
  readonly pitchDeg?: number;
  readonly boxScore?: number;
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** A mesh with the points that the product uses, of a head as wide as it is high; all others lie in its middle. */
export function syntheticFace({ centre, width, yawDeg = 0, pitchDeg = 0, boxScore = 0.9 }: FaceShape): HumanFace {
  const half = width / 2;
  const place = (x: number, y: number, z: number): MeshPoint => {
    const yaw = radians(yawDeg);
    const pitch = radians(pitchDeg);
    // Depth grows away from the camera.
    const turnedX = x * Math.cos(yaw) - z * Math.sin(yaw);
    const turnedZ = x * Math.sin(yaw) + z * Math.cos(yaw);
    const liftedY = y * Math.cos(pitch) + turnedZ * Math.sin(pitch);
    const liftedZ = -y * Math.sin(pitch) + turnedZ * Math.cos(pitch);
    return [centre.x + half * turnedX, centre.y + half * liftedY, half * liftedZ];
  };
  const mesh: MeshPoint[] = Array.from({ length: MESH_POINTS }, () => place(0, 0, 0));
  const put = (indices: readonly number[], x: number, y: number, z = 0): void => {
    for (const index of indices) mesh[index] = place(x, y, z);
  };
  put([33, 133, 159, 145], -0.4, -0.3);
  put([362, 263, 386, 374], 0.4, -0.3);
  put([1], 0, 0.1);
  put([61], -0.3, 0.55);
  put([291], 0.3, 0.55);
  put([234], -1, 0);
  put([454], 1, 0);
  // A level head's chin lies a little behind its forehead, as the product's measure expects.
  put([10], 0, -1);
  put([152], 0, 1, 2 * Math.tan(radians(5)));
  return { boxScore, faceScore: 1, size: [192, 192], mesh };
}

/** A face whose five points lie exactly on the template of the crop. */
export function templateFace(shift: Point = { x: 0, y: 0 }, scale = 1): HumanFace {
  const face = syntheticFace({ centre: { x: 56, y: 72 }, width: 80 });
  const mesh = face.mesh.map((point) => [...point] as [number, number, number]);
  const groups = [[33, 133, 159, 145], [362, 263, 386, 374], [1], [61], [291]];
  for (const [group, point] of cropTemplate.entries()) {
    // Human cuts off to whole pixels, half a pixel on average, which the product gives back.
    for (const index of groups[group] ?? []) mesh[index] = [point.x * scale + shift.x - 0.5, point.y * scale + shift.y - 0.5, 0];
  }
  return { ...face, mesh };
}
