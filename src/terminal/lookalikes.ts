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

/** Pairs that are looked at for one worker, at most. */
const MOST_COMPARED = 50;

/**
 * Who else on the roster has the face of these `embeddings`: the nearest other worker, whoever was known to look like this one and still
 * does, and whoever is known to look like those: of one person under three ids no pair is left out. The nearest first. One face under two
 * ids is recognised as neither; twins exist, so it is never a refusal. Rejects with `Fault` `model.failed`.
 */
export async function findLookalikes(
  workerId: string,
  embeddings: readonly Float32Array[],
  { store, engine, modelHash, threshold }: LookalikeSearch,
): Promise<readonly Lookalike[]> {
  const scores = new Map<string, number>();
  const note = (otherId: string, score: number): void => {
    if (score >= threshold) scores.set(otherId, Math.max(score, scores.get(otherId) ?? score));
  };
  const known = (id: string): string[] => store.people.lookalikesOf(id).map((other) => other.workerId);
  for (const embedding of embeddings) {
    const { best } = await engine.search(embedding, workerId);
    if (best) note(best.workerId, best.score);
  }
  const compared = new Set([workerId]);
  const waiting = [...scores.keys(), ...known(workerId)];
  for (let id = waiting.shift(); id !== undefined && compared.size <= MOST_COMPARED; id = waiting.shift()) {
    if (compared.has(id)) continue;
    compared.add(id);
    for (const template of store.templates.of(id)) {
      if (template.modelHash !== modelHash) continue;
      for (const embedding of embeddings) note(id, cosine(embedding, template.embedding));
    }
    if (scores.has(id)) waiting.push(...known(id));
  }
  return [...scores].map(([otherId, score]) => ({ workerId: otherId, score })).toSorted((a, b) => b.score - a.score);
}

/** Of embeddings of unit length. */
const cosine = (one: Float32Array, other: Float32Array): number =>
  one.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
