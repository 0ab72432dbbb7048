import type { FaceMeasures, FrameObservation } from '../../../src/shared/vision/observation.ts';

/** A view that passes every limit. */
export const goodMeasures: FaceMeasures = {
  detectionScore: 0.9,
  box: { x: 240, y: 150, width: 160, height: 190 },
  yawDeg: 0,
  pitchDeg: 0,
  rollDeg: 0,
  sharpness: 150,
  brightness: 125,
  contrast: 40,
};

/** A crop that stands for `mark`: a scripted engine reads it back. */
export const cropOf = (mark: number): Uint8Array => Uint8Array.of(mark);

export interface FaceScript {
  readonly mark: number;
  readonly track?: number;
  readonly measures?: Partial<FaceMeasures>;
  readonly motion?: number;
  readonly rivals?: number;
  readonly jpeg?: Uint8Array;
}

export function observationOf(face: FaceScript | null): FrameObservation {
  return {
    frame: 1,
    takenAtMs: 0,
    width: 640,
    height: 480,
    analysisMs: 30,
    face: face && {
      track: face.track ?? 1,
      measures: { ...goodMeasures, ...face.measures },
      motion: face.motion ?? 0,
      rivals: face.rivals ?? 0,
      crop: cropOf(face.mark),
      jpeg: face.jpeg ?? null,
    },
    evidence: null,
  };
}
