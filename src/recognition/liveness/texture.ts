import type { CueVote } from './cue.ts';
import { texture } from './parameters.ts';
import type { History } from './sample.ts';
import { median } from './statistics.ts';
import { vote } from './vote.ts';

/** Does the visible picture show the grid of a screen or a print, or the border of a phone or a sheet? */
export function textureVote(history: History): CueVote {
  if (history.length === 0) return vote('texture', 0, 'notMeasured');
  const isPeriodic = median(history.map((sample) => sample.texture.periodicity)) >= texture.periodicity;
  const isBordered = median(history.map((sample) => sample.texture.border)) >= texture.border;
  const score = (isPeriodic ? texture.periodicityScore : 0) + (isBordered ? texture.borderScore : 0);
  if (score === 0) return vote('texture', texture.clean, 'clean');
  return vote('texture', score, isPeriodic ? (isBordered ? 'gridAndBorder' : 'grid') : 'border', 'copy');
}
