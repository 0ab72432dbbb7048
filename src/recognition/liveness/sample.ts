import { decodeMesh, type Mesh } from '../../shared/vision/liveness/mesh.ts';
import type {
  LivenessEvidence,
  Reflectance,
  SceneMeasures,
  SurfaceShift,
  TextureMeasures,
} from '../../shared/vision/liveness/evidence.ts';
import type { FaceMeasures, FrameObservation } from '../../shared/vision/observation.ts';
import { HISTORY_FRAMES, HISTORY_MS } from './parameters.ts';

/** One frame of a tracked face with what was measured of it. */
export interface FaceSample {
  /** Monotonic ms. */
  readonly atMs: number;
  /** Of the visible picture, px. */
  readonly width: number;
  readonly height: number;
  readonly measures: FaceMeasures;
  readonly mesh: Mesh;
  readonly scene: SceneMeasures;
  readonly texture: TextureMeasures;
  readonly votes: { readonly real: number; readonly live: number } | null;
  readonly infrared: InfraredSample | null;
}

export interface InfraredSample {
  readonly scene: SceneMeasures;
  /** As if the infrared picture were as wide as the visible one; null without a face. */
  readonly mesh: Mesh | null;
  readonly reflectance: Reflectance | null;
  /** How the face's surface is shifted between the pictures; null without a face. */
  readonly surface: SurfaceShift | null;
  /** Neither this picture nor the visible one was part of an earlier pair. */
  readonly isFresh: boolean;
}

/** A sample whose infrared picture shows the face. */
export type FacePair = FaceSample & { readonly infrared: InfraredSample & { readonly mesh: Mesh } };

/** Frames of one track, oldest first, without those that repeat the visible picture before them. */
export type History = readonly FaceSample[];

/** Adds a frame; one without evidence, or with the same visible picture as the last, changes nothing. */
export function withFrame(history: History, observation: FrameObservation, atMs: number): History {
  const { face, evidence, width, height } = observation;
  if (face === null || evidence === null) return history;
  if (history.at(-1)?.scene.fingerprint === evidence.scene.fingerprint) return history;
  const mesh = decodeMesh(evidence.mesh);
  const sample: FaceSample = {
    atMs,
    width,
    height,
    measures: face.measures,
    mesh,
    scene: evidence.scene,
    texture: evidence.texture,
    votes: evidence.votes,
    infrared: infraredOf(evidence, width, history),
  };
  return [...history, sample].filter((old) => atMs - old.atMs <= HISTORY_MS).slice(-HISTORY_FRAMES);
}

function infraredOf({ scene, infrared }: LivenessEvidence, visibleWidth: number, history: History): InfraredSample | null {
  if (infrared === null) return null;
  const ratio = visibleWidth / infrared.width;
  const isOld = (old: FaceSample): boolean =>
    old.scene.fingerprint === scene.fingerprint || old.infrared?.scene.fingerprint === infrared.scene.fingerprint;
  return {
    scene: infrared.scene,
    mesh: infrared.face && decodeMesh(infrared.face.mesh).map((value) => value * ratio),
    surface: infrared.face?.surface ?? null,
    reflectance: infrared.reflectance,
    isFresh: !history.some(isOld),
  };
}

const isPair = (sample: FaceSample): sample is FacePair => Boolean(sample.infrared?.mesh);

/** Pairs of two new pictures in which both cameras see the face: what a judgement may rest on. */
export const freshPairs = (history: History): readonly FacePair[] =>
  history.filter(isPair).filter(({ infrared }) => infrared.isFresh);
