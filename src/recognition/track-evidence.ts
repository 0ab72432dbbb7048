import type { SearchResult } from './gallery.ts';
import { namedBy, type MatchLimits } from './match-limits.ts';

/** What the good frames of one track say together. */
export interface Evidence {
  /** Number of good frames. */
  readonly frames: number;
  /** When the first of them was looked at, monotonic ms. */
  readonly sinceMs: number;
  /** Sum of the embeddings, each times the quality of its view. */
  readonly sum: Float32Array;
  /** Unit vector along `sum`. */
  readonly mean: Float32Array;
  /** For each worker who was some frame's nearest: his scores there. */
  readonly votes: ReadonlyMap<string, readonly number[]>;
}

export const cosine = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0);

function unit(vector: Float32Array): Float32Array {
  const norm = Math.sqrt(cosine(vector, vector));
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}

/** Adds a good frame; `weight`: quality of its view, above 0. `null`: it is the first. */
export function addFrame(
  evidence: Evidence | null,
  embedding: Float32Array,
  weight: number,
  nearest: SearchResult,
  atMs: number,
): Evidence {
  const votes = new Map(evidence?.votes);
  if (nearest.best) {
    const { workerId, score } = nearest.best;
    votes.set(workerId, [...(votes.get(workerId) ?? []), score]);
  }
  const sum = embedding.map((value, i) => weight * value + (evidence?.sum[i] ?? 0));
  return { frames: (evidence?.frames ?? 0) + 1, sinceMs: evidence?.sinceMs ?? atMs, sum, mean: unit(sum), votes };
}

/** When a track is decided; the limits hold for the mean of its frames. */
export interface DecisionRule extends MatchLimits {
  /** Good frames that must agree on the worker. */
  readonly agreeing: number;
  /** A stranger is one after this many good frames and this long … */
  readonly strangerFrames: number;
  readonly strangerMs: number;
  /** … or, when frames come slowly, after this long with at least `agreeing` frames. */
  readonly slowMs: number;
  /** A score less than this below the threshold is given until `slowMs`: one better frame may still decide. */
  readonly nearly: number;
}

export const defaultRule: Omit<DecisionRule, keyof MatchLimits> = {
  agreeing: 2,
  strangerFrames: 4,
  strangerMs: 700,
  slowMs: 1_200,
  nearly: 0.1,
};

/**
 * So much less than what names a worker a view of him may be like him. A picture mixed of a worker and somebody else is named as the one and like the
 * other; who puts his own head in its place is like the worker as strangers are: of 600 pairs of 25 develop people 0.31 and less in 99 %. Webcam
 * sequences, 192 passages with scores lowered until their means are just named: no view of 4,432 was further below.
 */
export const MOST_BELOW = 0.2;

export type Decision =
  | { readonly kind: 'recognised'; readonly workerId: string; readonly score: number }
  | { readonly kind: 'unknown'; readonly score: number }
  | { readonly kind: 'open' };

/** `nearest`: what the gallery answers for the mean. Pure. */
export function decide(evidence: Evidence, nearest: SearchResult, rule: DecisionRule, atMs: number): Decision {
  const score = nearest.best?.score ?? -1;
  const named = namedBy(nearest, rule);
  if (named) {
    const { workerId } = named;
    const agreeing = (evidence.votes.get(workerId) ?? []).filter((own) => own >= rule.threshold - MOST_BELOW).length;
    // One frame that is sure of somebody else outweighs any mean.
    const isContradicted = [...evidence.votes].some(([id, scores]) => id !== workerId && Math.max(...scores) >= rule.threshold);
    // A picture mixed of a worker and somebody else may lead the mean, but not speak for the frames in which that one lives.
    const isMost = 2 * agreeing > evidence.frames;
    if (agreeing >= rule.agreeing && isMost && !isContradicted) return { kind: 'recognised', workerId, score };
  }
  const lookedMs = atMs - evidence.sinceMs;
  const isNearly = score >= rule.threshold - rule.nearly;
  const isLong = evidence.frames >= rule.agreeing && lookedMs >= rule.slowMs;
  const isEnough = evidence.frames >= rule.strangerFrames && lookedMs >= rule.strangerMs && !isNearly;
  return isLong || isEnough ? { kind: 'unknown', score } : { kind: 'open' };
}
