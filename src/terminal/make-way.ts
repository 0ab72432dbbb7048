import { learningLimits } from '../recognition/learning/judge-learning.ts';
import { cosine } from '../recognition/track-evidence.ts';
import type { Store } from '../store/store.ts';
import type { LearningNetworks } from './learning-networks.ts';

/** People whose learnt templates are looked at for one photograph, at most. */
const MOST_NEIGHBOURS = 5;

/**
 * Whoever is new on the roster must not stand in the shadow of what was learnt of somebody else before he came: what is now too
 * near to his photographs is forgotten. Photographs that are near each other stay; they are shown as people who look alike.
 * Answers how many templates went. Rejects with `Fault` `store.*`.
 */
export async function makeWay(
  workerId: string,
  { learnt, templates }: Pick<Store, 'learnt' | 'templates'>,
  { engine, modelHash, limits }: LearningNetworks,
): Promise<number> {
  const photographsOf = (id: string): Float32Array[] =>
    templates
      .of(id)
      .filter((one) => one.modelHash === modelHash)
      .map(({ embedding }) => embedding);
  let gone = 0;
  for (const photograph of photographsOf(workerId)) {
    for (let round = 0; round < MOST_NEIGHBOURS; round++) {
      const { best, runnerUp } = await engine.search(photograph);
      const other = best?.workerId === workerId ? runnerUp : best;
      const nearest = limits().threshold - learningLimits.otherBelow;
      if (!other || other.score <= nearest) break;
      const all = learnt.of(other.workerId);
      const tooNear = all.filter(({ embedding }) => cosine(embedding, photograph) > nearest);
      if (tooNear.length === 0) break;
      learnt.drop(tooNear.map(({ id }) => id));
      gone += tooNear.length;
      const left = all.filter((one) => one.modelHash === modelHash && !tooNear.includes(one)).map(({ embedding }) => embedding);
      await engine.put(other.workerId, [...photographsOf(other.workerId), ...left]);
    }
  }
  return gone;
}
