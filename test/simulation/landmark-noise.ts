import type { LivenessEvidence } from '../../src/shared/vision/liveness/evidence.ts';
import { decodeMesh, encodeMesh, type Mesh } from '../../src/shared/vision/liveness/mesh.ts';
import { normal, type Random } from './chance.ts';
import { head, landmarkNoise } from './parameters.ts';

/** `independent`: each point by itself; `correlated`: points within 2 cm go astray together. */
export const noises = ['none', 'independent', 'correlated'] as const;
export type Noise = (typeof noises)[number];

/** The field of correlated noise reaches this far from the middle of the face, mm. */
const REACH_MM = 100;

function noisy(mesh: Mesh, noise: Noise, facePx: number, random: Random): Mesh {
  const shift = noise === 'independent' ? () => [normal(random), normal(random)] as const : fieldOver(mesh, facePx, random);
  const moved = mesh.slice();
  for (let i = 0; i < mesh.length; i += 3) {
    const [x = 0, y = 0] = [mesh[i], mesh[i + 1]];
    const [dx, dy] = shift(x, y);
    moved[i] = x + landmarkNoise.px * dx;
    moved[i + 1] = y + landmarkNoise.px * dy;
  }
  return moved;
}

/** Noise that changes slowly from place to place, unit variance everywhere. */
function fieldOver(mesh: Mesh, facePx: number, random: Random): (x: number, y: number) => readonly [number, number] {
  const pxPerMm = facePx / head.faceWidthMm;
  const step = landmarkNoise.correlationMm;
  const count = Math.ceil((2 * REACH_MM) / step) + 1;
  const values = Array.from({ length: 2 * count * count }, () => normal(random));
  const middle = [0, 1].map((axis) => {
    let sum = 0;
    for (let i = axis; i < mesh.length; i += 3) sum += mesh[i] ?? 0;
    return (3 * sum) / mesh.length;
  });
  return (x, y) => {
    const column = ((x - (middle[0] ?? 0)) / pxPerMm + REACH_MM) / step;
    const row = ((y - (middle[1] ?? 0)) / pxPerMm + REACH_MM) / step;
    let [dx, dy, squares] = [0, 0, 0];
    for (let i = Math.max(0, Math.floor(row) - 2); i <= Math.min(count - 1, Math.floor(row) + 3); i++) {
      for (let j = Math.max(0, Math.floor(column) - 2); j <= Math.min(count - 1, Math.floor(column) + 3); j++) {
        const weight = Math.exp(-((row - i) ** 2 + (column - j) ** 2));
        dx += weight * (values[2 * (i * count + j)] ?? 0);
        dy += weight * (values[2 * (i * count + j) + 1] ?? 0);
        squares += weight * weight;
      }
    }
    const norm = Math.sqrt(Math.max(1e-9, squares));
    return [dx / norm, dy / norm];
  };
}

/** The same evidence with landmarks less well found, in both pictures. `facePx`: width of the face. */
export function withNoise(evidence: LivenessEvidence, noise: Noise, facePx: number, random: Random): LivenessEvidence {
  if (noise === 'none') return evidence;
  const shaken = (bytes: Uint8Array): Uint8Array => encodeMesh(noisy(decodeMesh(bytes), noise, facePx, random));
  const { infrared } = evidence;
  return {
    ...evidence,
    mesh: shaken(evidence.mesh),
    infrared: infrared && { ...infrared, face: infrared.face && { ...infrared.face, mesh: shaken(infrared.face.mesh) } },
  };
}
