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
  /** For each worker who was some frame's nearest: in how many frames, and his highest score there. */
  readonly votes: ReadonlyMap<string, { readonly frames: number; readonly highest: number }>;
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
    const before = votes.get(workerId);
    votes.set(workerId, { frames: (before?.frames ?? 0) + 1, highest: Math.max(score, before?.highest ?? -1) });
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
    const agreeing = evidence.votes.get(workerId)?.frames ?? 0;
    // One frame that is sure of somebody else outweighs any mean.
    const isContradicted = [...evidence.votes].some(([id, vote]) => id !== workerId && vote.highest >= rule.threshold);
    if (agreeing >= rule.agreeing && !isContradicted) return { kind: 'recognised', workerId, score };
  }
  const lookedMs = atMs - evidence.sinceMs;
  const isNearly = score >= rule.threshold - rule.nearly;
  const isLong = evidence.frames >= rule.agreeing && lookedMs >= rule.slowMs;
  const isEnough = evidence.frames >= rule.strangerFrames && lookedMs >= rule.strangerMs && !isNearly;
  return isLong || isEnough ? { kind: 'unknown', score } : { kind: 'open' };
}
