import type { CueVote } from './cue.ts';
import { networks } from './parameters.ts';
import type { History } from './sample.ts';
import { clamp, mean } from './statistics.ts';
import { vote } from './vote.ts';

/** What Human's two networks think: hardly more than nothing. */
export function networksVote(history: History): CueVote {
  const votes = history.flatMap((sample) => (sample.votes === null ? [] : [(sample.votes.real + sample.votes.live) / 2]));
  if (votes.length === 0) return vote('networks', 0, 'notAsked');
  const score = clamp(networks.weight * (2 * mean(votes) - 1), -networks.bound, networks.bound);
  return vote('networks', score, score >= 0 ? 'live' : 'copy', 'copy');
}
