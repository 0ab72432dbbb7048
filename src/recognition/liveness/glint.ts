import type { CueVote } from './cue.ts';
import { glint } from './parameters.ts';
import { freshPairs, type History } from './sample.ts';
import { median } from './statistics.ts';
import { vote } from './vote.ts';

/** Does the infrared lamp mirror itself in both eyes? Paper has no cornea; a lens without a lamp sees none in anybody. */
export function glintVote(history: History): CueVote {
  const spots = freshPairs(history).flatMap(({ infrared: { reflectance } }) =>
    reflectance === null ? [] : [Math.min(reflectance.leftGlint, reflectance.rightGlint)],
  );
  if (spots.length === 0) return vote('glint', 0, 'notMeasured');
  return median(spots) >= glint.bright ? vote('glint', glint.both, 'bothEyes') : vote('glint', glint.none, 'none', 'print');
}
