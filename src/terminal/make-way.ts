import { learningLimits } from '../recognition/learning/judge-learning.ts';
import { cosine } from '../recognition/track-evidence.ts';
import type { Store } from '../store/store.ts';
import type { LearningNetworks } from './learning-networks.ts';

/** People whose learnt templates are looked at for one photograph, at most. */
const MOST_NEIGHBOURS = 5;

export interface WayMade {
  /** How many templates went. */
  readonly gone: number;
  /** Others may be as near, behind photographs that are nearer: they are found by `reviewLearnt` alone. */
  readonly isUnsure: boolean;
}

/**
 * Whoever is new on the roster must not stand in the shadow of what was learnt of somebody else before he came: what is now too
 * near to his photographs is forgotten. Photographs that are near each other stay; they are shown as people who look alike.
 * Rejects with `Fault` `store.*`.
 */
export async function makeWay(
  workerId: string,
  { learnt, templates }: Pick<Store, 'learnt' | 'templates'>,
  { engine, modelHash, limits }: LearningNetworks,
): Promise<WayMade> {
  let gone = 0;
  let isUnsure = false;
  for (const photograph of photographsOf(templates, workerId, modelHash)) {
    let isClear = false;
    for (let round = 0; round < MOST_NEIGHBOURS; round++) {
      const { best } = await engine.search(photograph, workerId);
      const nearest = limits().threshold - learningLimits.otherBelow;
      isClear = best === null || best.score <= nearest;
      if (best === null || isClear) break;
      const all = learnt.of(best.workerId);
      const tooNear = all.filter(({ embedding }) => cosine(embedding, photograph) > nearest);
      if (tooNear.length === 0) break;
      learnt.drop(tooNear.map(({ id }) => id));
      gone += tooNear.length;
      const left = all.filter((one) => one.modelHash === modelHash && !tooNear.includes(one)).map(({ embedding }) => embedding);
      await engine.put(best.workerId, [...photographsOf(templates, best.workerId, modelHash), ...left]);
    }
    isUnsure ||= !isClear;
  }
  return { gone, isUnsure };
}

/** Holds what was learnt of one worker against everybody else once more, as when it was learnt. Answers how many templates went. */
export async function reviewLearnt(
  workerId: string,
  { learnt, templates }: Pick<Store, 'learnt' | 'templates'>,
  { engine, modelHash, limits }: LearningNetworks,
): Promise<number> {
  const all = learnt.of(workerId).filter((one) => one.modelHash === modelHash);
  const left: Float32Array[] = [];
  const tooNear: number[] = [];
  for (const { id, embedding } of all) {
    const { best } = await engine.search(embedding, workerId);
    if (best !== null && best.score > limits().threshold - learningLimits.otherBelow) tooNear.push(id);
    else left.push(embedding);
  }
  if (tooNear.length === 0) return 0;
  learnt.drop(tooNear);
  await engine.put(workerId, [...photographsOf(templates, workerId, modelHash), ...left]);
  return tooNear.length;
}

const photographsOf = (templates: Store['templates'], workerId: string, modelHash: string): Float32Array[] =>
  templates
    .of(workerId)
    .filter((one) => one.modelHash === modelHash)
    .map(({ embedding }) => embedding);
