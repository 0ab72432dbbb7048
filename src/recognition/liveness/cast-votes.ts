import { baselineOf, type CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { CueVote } from './cue.ts';
import { depthVote } from './depth.ts';
import { glintVote } from './glint.ts';
import { landmarksVote } from './landmarks.ts';
import { movementVote } from './movement.ts';
import { networksVote } from './networks.ts';
import { presenceVote } from './presence.ts';
import { reflectanceVote } from './reflectance.ts';
import type { History } from './sample.ts';
import { textureVote } from './texture.ts';

/** What every cue says of the frames so far. */
export const castVotes = (history: History, calibration: CameraCalibration): readonly CueVote[] => [
  presenceVote(history, calibration),
  reflectanceVote(history),
  glintVote(history),
  depthVote(history, baselineOf(calibration)),
  landmarksVote(history, baselineOf(calibration)),
  ...passiveVotes(history),
];

/** What can be said without infrared. */
export const passiveVotes = (history: History): readonly CueVote[] => [
  movementVote(history),
  textureVote(history),
  networksVote(history),
];
