import { seededRandom } from './resampling.ts';
import { cosine } from './verification.ts';

const ROUNDS = 60;
const STARTS = 20;

/** Directions in the middle of `count` groups of faces that are alike, found without labels (k-means on the sphere). */
export function groupCentres(faces: readonly Float32Array[], count: number): Float32Array[] {
  let best: { readonly centres: Float32Array[]; readonly fit: number } | null = null;
  for (let start = 1; start <= STARTS; start++) {
    const random = seededRandom(start);
    let centres = Array.from({ length: count }, () => faces[Math.floor(random() * faces.length)] ?? new Float32Array());
    for (let round = 0; round < ROUNDS; round++) {
      const groups = Map.groupBy(faces, (face) => groupOf(face, centres));
      centres = centres.map((centre, group) => middleOf(groups.get(group) ?? [centre]));
    }
    const fit = faces.reduce((sum, face) => sum + Math.max(...centres.map((centre) => cosine(face, centre))), 0);
    if (best === null || fit > best.fit) best = { centres, fit };
  }
  return best?.centres ?? [];
}

/** Number of the nearest centre. */
export function groupOf(face: Float32Array, centres: readonly Float32Array[]): number {
  const scores = centres.map((centre) => cosine(face, centre));
  return scores.indexOf(Math.max(...scores));
}

function middleOf(faces: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(faces[0]?.length ?? 0);
  for (const face of faces) for (const [index, value] of face.entries()) sum[index] = (sum[index] ?? 0) + value;
  const norm = Math.hypot(...sum);
  return sum.map((value) => value / norm);
}
