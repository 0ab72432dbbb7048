import { MESH_POINTS } from '../../../src/shared/vision/human-face.ts';
import type { LivenessEvidence } from '../../../src/shared/vision/liveness/evidence.ts';
import { encodeMesh } from '../../../src/shared/vision/liveness/mesh.ts';
import type { FrameObservation } from '../../../src/shared/vision/observation.ts';
import { observationOf, type FaceScript } from '../recognition/faces.ts';

/** A mesh whose rectangle has this middle and width, px; as high as wide. */
export function meshAt(x: number, y: number, width: number): Uint8Array {
  const mesh = Float32Array.from({ length: 3 * MESH_POINTS }, (_, i) => (i % 3 === 0 ? x : i % 3 === 1 ? y : 0));
  mesh.set([x - width / 2, y - width / 2, 0, x + width / 2, y + width / 2, 0]);
  return encodeMesh(mesh);
}

/** Where a face of breadth 145 mm stands and how the two cameras see it; a pinhole pair of 640×480, f = 0.9 widths. */
export interface Stand {
  readonly distanceM: number;
  readonly baselineMm?: number;
  /** Sideways, mm. */
  readonly asideMm?: number;
  /** Changes the pictures' checksums. */
  readonly shot: number;
  readonly face?: Partial<FaceScript>;
}

/** A frame with the face measured in both pictures. */
export function pairedFrame({ distanceM, baselineMm = 40, asideMm = 0, shot, face }: Stand): FrameObservation {
  const focalPx = 0.9 * 640;
  const z = 1_000 * distanceM;
  const w = (focalPx * 145) / z;
  const x = 320 + (focalPx * asideMm) / z;
  const scene = (fingerprint: number) => ({ brightness: 120, contrast: 40, colour: 10, fingerprint });
  const evidence: LivenessEvidence = {
    mesh: meshAt(x, 240, w),
    scene: scene(shot),
    texture: { periodicity: 0, border: 0 },
    votes: null,
    infrared: {
      apartMs: 5,
      width: 640,
      height: 480,
      scene: scene(-shot),
      face: { certainty: 0.95, mesh: meshAt(x - (focalPx * baselineMm) / z, 240, w), surface: null },
      reflectance: null,
    },
  };
  return { ...observationOf({ mark: 1, ...face }), evidence };
}
