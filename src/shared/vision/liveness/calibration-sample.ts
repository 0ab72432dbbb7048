import type { FrameObservation } from '../observation.ts';
import { placeOfMesh } from './calibration.ts';
import type { CalibrationSample } from './calibration-fit.ts';
import { decodeMesh } from './mesh.ts';

/** What keeps a frame from being a sample, in words on the calibration page. */
export const calibrationObstacles = [
  'noPicture', // the visible camera gives none any more
  'noFace',
  'severalFaces',
  'notMeasured', // the capture side does not measure liveness evidence
  'noInfrared', // no infrared frame at that moment
  'noInfraredFace',
  'turnedAway',
  'moving',
  'comeCloser', // the first distance is asked for, and this is further
  'stepBack', // the second distance is asked for, and this is the first
] as const;
export type CalibrationObstacle = (typeof calibrationObstacles)[number];

/** A face turned further than this has another width, degrees. */
const MOST_TURN_DEG = 15;
/** Two frames are up to 40 ms apart: whoever walks stands elsewhere in the second. Face widths a frame. */
const MOST_MOTION = 0.05;
/** Below this the infrared mesh may be a guess, 0 to 1. */
const LEAST_CERTAINTY = 0.5;

/** What a frame says of where the cameras look, or why it says nothing. */
export function calibrationSample(observation: FrameObservation): CalibrationSample | CalibrationObstacle {
  const { face, evidence, width, height } = observation;
  if (face === null) return 'noFace';
  if (face.rivals > 0) return 'severalFaces';
  if (evidence === null) return 'notMeasured';
  const { infrared } = evidence;
  if (infrared === null) return 'noInfrared';
  if (infrared.face === null || infrared.face.certainty < LEAST_CERTAINTY) return 'noInfraredFace';
  if (Math.max(Math.abs(face.measures.yawDeg), Math.abs(face.measures.pitchDeg)) > MOST_TURN_DEG) return 'turnedAway';
  if (face.motion > MOST_MOTION) return 'moving';
  return {
    visible: placeOfMesh(decodeMesh(evidence.mesh), width, height),
    infrared: placeOfMesh(decodeMesh(infrared.face.mesh), infrared.width, infrared.height),
  };
}
