import { MESH_INPUT_SIDE, type HumanFace } from './human-face.ts';
import { CROP_SIDE, type FaceMeasures } from './observation.ts';

const degrees = (radians: number): number => (radians * 180) / Math.PI;

/** Forehead, chin, and the sides of the face at the left and right of the picture. */
const forehead = 10;
const chin = 152;
const leftSide = 234;
const rightSide = 454;

/** Forehead to chin leans by this much in a head held level (median of 1,800 photographs), degrees. */
const LEVEL_PITCH_DEG = -5;

/** Head angles, degrees, from the mesh alone. Yaw positive: turned to the picture's right; pitch positive: looking up. */
export function headAngles(face: HumanFace): Pick<FaceMeasures, 'yawDeg' | 'pitchDeg' | 'rollDeg'> {
  const depthScale = Math.max(face.size[0], face.size[1]) / MESH_INPUT_SIDE;
  const between = (from: number, to: number): readonly [number, number, number] => {
    const a = face.mesh[from];
    const b = face.mesh[to];
    if (!a || !b) throw new RangeError('the mesh is not whole');
    return [b[0] - a[0], b[1] - a[1], ((b[2] ?? 0) - (a[2] ?? 0)) * depthScale];
  };
  const across = between(leftSide, rightSide);
  const down = between(forehead, chin);
  return {
    yawDeg: degrees(Math.atan2(across[2], Math.hypot(across[0], across[1]))),
    pitchDeg: degrees(Math.atan2(-down[2], Math.hypot(down[0], down[1]))) - LEVEL_PITCH_DEG,
    rollDeg: degrees(Math.atan2(across[1], across[0])),
  };
}

/** The part of the crop that is face whatever the hair, the collar and the background do, px. */
const inner = { left: 22, right: 90, top: 30, bottom: 104 };

/** Sharpness, brightness and contrast on the inner part of an aligned crop. */
export function measureCrop(crop: Uint8Array): Pick<FaceMeasures, 'sharpness' | 'brightness' | 'contrast'> {
  const luma = new Float32Array(CROP_SIDE * CROP_SIDE);
  for (let i = 0; i < luma.length; i++) {
    luma[i] = 0.299 * (crop[3 * i] ?? 0) + 0.587 * (crop[3 * i + 1] ?? 0) + 0.114 * (crop[3 * i + 2] ?? 0);
  }
  const at = (i: number): number => luma[i] ?? 0;
  let count = 0;
  let sum = 0;
  let squares = 0;
  let edges = 0;
  let edgeSquares = 0;
  for (let row = inner.top; row < inner.bottom; row++) {
    for (let column = inner.left; column < inner.right; column++) {
      const i = row * CROP_SIDE + column;
      const value = at(i);
      const edge = 4 * value - at(i - 1) - at(i + 1) - at(i - CROP_SIDE) - at(i + CROP_SIDE);
      count++;
      sum += value;
      squares += value * value;
      edges += edge;
      edgeSquares += edge * edge;
    }
  }
  const mean = sum / count;
  return {
    brightness: mean,
    contrast: Math.sqrt(Math.max(0, squares / count - mean * mean)),
    sharpness: edgeSquares / count - (edges / count) ** 2,
  };
}
