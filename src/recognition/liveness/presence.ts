import { expectedPlace, placeOfMesh, type CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { SceneMeasures } from '../../shared/vision/liveness/evidence.ts';
import type { CueVote } from './cue.ts';
import { blind, presence } from './parameters.ts';
import { freshPairs, type FacePair, type History } from './sample.ts';
import { median } from './statistics.ts';
import { vote } from './vote.ts';

/** One tone from edge to edge. */
export const isEmpty = ({ contrast }: SceneMeasures): boolean => contrast < blind.contrast;

/** Nothing can be seen in the picture, unless a lamp picks out a face at night: no light, or something before the lens. */
export const isBlind = (scene: SceneMeasures): boolean => scene.brightness < blind.darkest || isEmpty(scene);

/** How far the infrared face lies from where the calibration expects it, in units of what may be. */
export function placeError(pair: FacePair, calibration: CameraCalibration): number {
  const { width, height } = pair;
  const place = placeOfMesh(pair.mesh, width, height);
  const expected = expectedPlace(calibration, place);
  const found = placeOfMesh(pair.infrared.mesh, width, height);
  const allowed = Math.max(presence.placeErrors * calibration.error, presence.placeShare * place.w);
  return Math.hypot(found.u - expected.u, found.v - expected.v) / allowed;
}

/** Does the infrared camera see the same face at the place where it must be? A screen shows none. */
export function presenceVote(history: History, calibration: CameraCalibration): CueVote {
  const seen = history.flatMap(({ infrared }) => (infrared === null ? [] : [infrared]));
  if (seen.length === 0) return vote('presence', 0, 'noPair');
  const dark = seen.filter(({ scene, mesh }) => mesh === null && isBlind(scene)).length;
  const empty = seen.filter(({ mesh }) => mesh === null).length - dark;
  if (dark > presence.missing * seen.length) return vote('presence', presence.dark, 'dark', 'screen');
  if (dark + empty > presence.missing * seen.length) return vote('presence', presence.noFace, 'noFace', 'screen');
  if (dark + empty > presence.mayMiss * seen.length) return vote('presence', 0, 'nowAndThen');
  const pairs = freshPairs(history);
  if (pairs.length === 0) return vote('presence', 0, 'stale');
  if (median(pairs.map((pair) => placeError(pair, calibration))) > 1)
    return vote('presence', presence.elsewhere, 'elsewhere', 'print');
  return vote('presence', presence.seen, 'seen');
}
