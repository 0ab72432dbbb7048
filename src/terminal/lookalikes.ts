import type { RecognitionEngine } from '../recognition/engine.ts';
import type { Store } from '../store/store.ts';
import type { Lookalike } from '../store/worker-fields.ts';

export interface LookalikeSearch {
  readonly store: Pick<Store, 'people' | 'templates'>;
  readonly engine: Pick<RecognitionEngine, 'search'>;
  /** sha256 of the recogniser that made the embeddings. */
  readonly modelHash: string;
  /** Cosine from which on two faces count as one person's. */
  readonly threshold: number;
}

/**
 * Who else on the roster has the face of these `embeddings`: the nearest other worker, and whoever was known to look like this
 * one and still does. The nearest first. One face under two ids is recognised as neither; twins exist, so it is never a refusal.
 * Rejects with `Fault` `model.failed`.
 */
export async function findLookalikes(
  workerId: string,
  embeddings: readonly Float32Array[],
  { store, engine, modelHash, threshold }: LookalikeSearch,
): Promise<readonly Lookalike[]> {
  const scores = new Map<string, number>();
  const note = (otherId: string, score: number): void => {
    if (otherId !== workerId && score >= threshold) scores.set(otherId, Math.max(score, scores.get(otherId) ?? score));
  };
  for (const embedding of embeddings) {
    const { best, runnerUp } = await engine.search(embedding);
    const nearest = best?.workerId === workerId ? runnerUp : best;
    if (nearest) note(nearest.workerId, nearest.score);
  }
  for (const known of store.people.lookalikesOf(workerId)) {
    for (const template of store.templates.of(known.workerId)) {
      if (template.modelHash !== modelHash) continue;
      for (const embedding of embeddings) note(known.workerId, cosine(embedding, template.embedding));
    }
  }
  return [...scores].map(([otherId, score]) => ({ workerId: otherId, score })).toSorted((a, b) => b.score - a.score);
}

/** Of embeddings of unit length. */
const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
