import { encodeMesh } from '../../../../src/shared/vision/liveness/mesh.ts';
import { FACE_WIDTH_MM } from '../../../../src/shared/vision/liveness/calibration.ts';
import type {
  LivenessEvidence,
  RegionLuma,
  Reflectance,
  SceneMeasures,
  SurfaceShift,
} from '../../../../src/shared/vision/liveness/evidence.ts';
import type { FrameObservation } from '../../../../src/shared/vision/observation.ts';
import { observationOf, type FaceScript } from '../faces.ts';

/** Numbers from 0 to 1 that are the same in every run. */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const normalOf = (chance: () => number): number => Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());

/** What stands before the cameras: it decides how far each point moves between the two views. */
export type Shape = 'head' | 'flat' | 'bent' | 'insideOut';

export interface Scene {
  readonly shape?: Shape;
  /** Of 640. */
  readonly facePx?: number;
  /** Standard deviation of each landmark in each view, px. */
  readonly noisePx?: number;
  readonly baselineMm?: number;
  /** Share of a head's depth that its landmarks shift by: less than 1 where the network finds them badly. */
  readonly relief?: number;
  /** px. */
  readonly at?: { readonly x: number; readonly y: number };
  /** Tilt of a flat thing, disparity per px across and down. */
  readonly tilt?: readonly [number, number];
  /** Eyes, 0 shut to 1 open. */
  readonly open?: number;
  readonly yawDeg?: number;
  readonly seed?: number;
}

const POINTS = 468;
const WIDTH = 640;
const FOCAL_PX = 0.9 * WIDTH;

/** Places of the points on a face, face widths from its middle; the same face always. */
const places = (() => {
  const chance = chanceOf(7);
  const scattered = Array.from({ length: POINTS }, () => {
    const radius = Math.sqrt(chance());
    const angle = 2 * Math.PI * chance();
    return { u: 0.5 * radius * Math.cos(angle), v: 0.65 * radius * Math.sin(angle) };
  });
  const corners: readonly (readonly [number, number, number])[] = [
    [33, -0.32, -0.15],
    [133, -0.12, -0.15],
    [362, 0.12, -0.15],
    [263, 0.32, -0.15],
    [10, 0, -0.65],
    [152, 0, 0.65],
    [234, -0.5, 0],
    [454, 0.5, 0],
  ];
  for (const [index, u, v] of corners) scattered[index] = { u, v };
  return scattered;
})();
/** Middles of the lids, above and below the middle of their eye. */
const lids: Readonly<Record<number, readonly [number, number]>> = {
  159: [-0.22, -1],
  145: [-0.22, 1],
  386: [0.22, -1],
  374: [0.22, 1],
};

const hill = (u: number, v: number, breadth: number, height: number): number =>
  Math.exp(-0.5 * ((u / breadth) ** 2 + (v / height) ** 2));

/** Nearness of a head's surface, face widths: a rounded face with a nose and eye sockets. */
function nearness(u: number, v: number): number {
  const dome = 0.55 * Math.sqrt(Math.max(0, 1 - (u / 0.62) ** 2 - (v / 0.9) ** 2));
  const sockets = 0.05 * (hill(u - 0.22, v + 0.15, 0.09, 0.06) + hill(u + 0.22, v + 0.15, 0.09, 0.06));
  return dome + 0.16 * hill(u, v - 0.12, 0.06, 0.12) - sockets;
}

/** The two meshes of a scene. */
export function meshesOf(scene: Scene): { readonly visible: Float32Array; readonly infrared: Float32Array } {
  const { shape = 'head', facePx = 160, noisePx = 0, baselineMm = 40, at = { x: 340, y: 240 }, tilt = [0, 0], seed = 1 } = scene;
  const { open = 1, yawDeg = 0, relief = 1 } = scene;
  const chance = chanceOf(seed);
  const noise = (): number => (noisePx === 0 ? 0 : noisePx * normalOf(chance));
  const perDepth = (baselineMm * facePx) / (FOCAL_PX * FACE_WIDTH_MM);
  const middle = (baselineMm * facePx) / FACE_WIDTH_MM;
  const [sin, cos] = [Math.sin((yawDeg * Math.PI) / 180), Math.cos((yawDeg * Math.PI) / 180)];
  const visible = new Float32Array(3 * POINTS);
  const infrared = new Float32Array(3 * POINTS);
  for (const [i, place] of places.entries()) {
    const lid = lids[i];
    const { u, v } = lid === undefined ? place : { u: lid[0], v: -0.15 + 0.03 * open * lid[1] };
    // Turning about an axis through the head: what is near goes to the side it turns to.
    const depth = nearness(u, v) - 0.3;
    const turned = { u: u * cos + depth * sin, near: depth * cos - u * sin };
    const [x, y] = [at.x + facePx * turned.u, at.y + facePx * v];
    const shift = {
      head: middle + relief * perDepth * facePx * turned.near,
      insideOut: -(middle + perDepth * facePx * turned.near),
      flat: middle + tilt[0] * (x - at.x) + tilt[1] * (y - at.y),
      bent: middle - perDepth * facePx * (u * u + 0.3 * v * v),
    }[shape];
    visible.set([x + noise(), y + noise(), -facePx * turned.near], 3 * i);
    infrared.set([x - shift + noise(), y + noise(), -facePx * turned.near], 3 * i);
  }
  return { visible, infrared };
}

/** What the pixels of such a scene say of its surface; errors as large as the noise makes them. */
export function surfaceOf({
  shape = 'head',
  facePx = 160,
  baselineMm = 40,
  noisePx = 0,
  seed = 1,
  reflectance,
  surface,
}: PairScript): SurfaceShift {
  const perDepth = (baselineMm * facePx) / (FOCAL_PX * FACE_WIDTH_MM);
  const [bend, features] = { head: [2, 1], insideOut: [-2, -1], flat: [0, 0], bent: [0.5, 0] }[shape] as [number, number];
  const error = 0.003 + noisePx / facePx;
  const chance = chanceOf(seed + 77);
  return {
    across: perDepth * bend + 0.1 * error * normalOf(chance),
    acrossError: error,
    features: perDepth * features + 0.1 * error * normalOf(chance),
    featuresError: error,
    alike: 0.85,
    // Grey in both pictures keeps everything, skin more than half, ink hardly anything.
    kept: reflectance === livingSkin ? 0.6 : reflectance === vanishedInk ? 0.1 : 0.97,
    ...surface,
  };
}

export const litScene: SceneMeasures = { brightness: 110, contrast: 45, colour: 30, fingerprint: 1 };
export const greyScene: SceneMeasures = { brightness: 90, contrast: 40, colour: 1, fingerprint: 2 };
export const darkScene: SceneMeasures = { brightness: 3, contrast: 1, colour: 0, fingerprint: 3 };

const regions: RegionLuma = {
  forehead: 130,
  leftCheek: 120,
  rightCheek: 120,
  nose: 135,
  lips: 85,
  leftEye: 70,
  rightEye: 70,
  leftBrow: 60,
  rightBrow: 60,
  ground: 100,
};
/** The infrared picture as a grey copy of the visible one. */
export const sameGrey: Reflectance = {
  visible: regions,
  infrared: regions,
  visibleContrast: 35,
  infraredContrast: 33,
  leftGlint: 10,
  rightGlint: 10,
};
/** Skin under an infrared lamp: lips as bright as cheeks, a dark yard behind, a spot in each eye. */
export const livingSkin: Reflectance = {
  ...sameGrey,
  infrared: { ...regions, lips: 112, ground: 45 },
  leftGlint: 90,
  rightGlint: 80,
};
/** Dye ink: white paper in infrared. */
export const vanishedInk: Reflectance = { ...sameGrey, infraredContrast: 3 };

export interface PairScript extends Scene, Partial<FaceScript> {
  readonly visibleScene?: Partial<SceneMeasures>;
  readonly infraredScene?: Partial<SceneMeasures>;
  readonly reflectance?: Reflectance | null;
  readonly surface?: Partial<SurfaceShift>;
  readonly votes?: LivenessEvidence['votes'];
  readonly texture?: Partial<LivenessEvidence['texture']>;
  /** `none`: no infrared frame; `noFace`: a lit picture without a face; `dark`: a black one. */
  readonly infrared?: 'face' | 'none' | 'noFace' | 'dark';
  /** A mesh of its own (see MESH_BYTES), shifted in the infrared picture as the distance wants. */
  readonly meshOf?: Float32Array;
  /** Tells pictures apart; every picture of its own by default. */
  readonly picture?: number;
  readonly infraredPicture?: number;
  readonly evidence?: 'none';
}

/** The same mesh as both cameras see it. Sheets are given the depth of a head too: without `relief` nothing shifts by it. */
function shifted(mesh: Float32Array, { facePx = 160, baselineMm = 40, relief = 0 }: Scene): ReturnType<typeof meshesOf> {
  const disparity = (baselineMm * facePx) / FACE_WIDTH_MM;
  const perDepth = disparity / FOCAL_PX;
  const moved = (x: number, depth: number): number => x - disparity + relief * perDepth * depth;
  return { visible: mesh, infrared: mesh.map((value, i) => (i % 3 === 0 ? moved(value, mesh[i + 2] ?? 0) : value)) };
}

let pictures = 1_000;

/** A frame with what the capture side would have measured of it. */
export function pairObservation(script: PairScript): FrameObservation {
  const { infrared = 'face', facePx = 160, at = { x: 340, y: 240 }, mark = 1, measures, ...face } = script;
  const { visible, infrared: second } = script.meshOf ? shifted(script.meshOf, script) : meshesOf(script);
  const box = { x: at.x - facePx / 2, y: at.y - 0.65 * facePx, width: facePx, height: 1.3 * facePx };
  const observation = observationOf({
    ...face,
    mark,
    measures: { box, yawDeg: script.yawDeg ?? 0, ...measures },
  });
  if (script.evidence === 'none') return observation;
  pictures += 1;
  const picture = script.picture ?? pictures;
  const scene = { ...(infrared === 'dark' ? darkScene : greyScene), ...script.infraredScene };
  const evidence: LivenessEvidence = {
    mesh: encodeMesh(visible),
    scene: { ...litScene, fingerprint: picture, ...script.visibleScene },
    texture: { periodicity: 0, border: 0, ...script.texture },
    votes: script.votes ?? null,
    infrared:
      infrared === 'none'
        ? null
        : {
            apartMs: 5,
            width: 640,
            height: 480,
            scene: { ...scene, fingerprint: script.infraredPicture ?? (infrared === 'dark' ? 3 : picture) },
            face: infrared === 'face' ? { certainty: 0.95, mesh: encodeMesh(second), surface: surfaceOf(script) } : null,
            reflectance: infrared === 'face' ? (script.reflectance === undefined ? sameGrey : script.reflectance) : null,
          },
  };
  return { ...observation, evidence };
}
