import { Fault } from '../shared/fault.ts';
import { CROP_BYTES } from '../shared/vision/observation.ts';
import type { Store } from '../store/store.ts';
import { preparePhotograph, type Networks } from './photograph-preparation.ts';

/** Workers tried, should the first ones' photographs be of the poor kind. */
const MOST_TRIED = 5;

/**
 * One recognition from a stored photograph to the gallery: the networks run, the key opens what is sealed, and the worker is
 * found as himself. On a terminal without workers the network alone is run. Rejects with `Fault` `model.failed`.
 */
export async function selfTest(networks: Networks, store: Pick<Store, 'people' | 'photographs'>): Promise<void> {
  const workers = store.people.list().filter(({ templates }) => templates > 0);
  if (workers.length === 0) return runNetwork(networks);
  for (const { id } of workers.slice(0, MOST_TRIED)) {
    const photograph = store.photographs.of(id).at(-1);
    if (photograph === undefined) continue;
    const prepared = await preparePhotograph(photograph.jpeg, 'platform', networks);
    const [probe] = prepared.kind === 'usable' ? prepared.photograph.embeddings : [];
    if (probe === undefined) continue;
    const { best } = await networks.engine.search(probe);
    if (best?.workerId === id && best.score >= networks.threshold) return;
  }
  throw new Fault('model.failed', 'no stored photograph was recognised as its own worker');
}

async function runNetwork({ engine }: Networks): Promise<void> {
  const embedding = await engine.embed(new Uint8Array(CROP_BYTES).fill(128), 'background');
  const length = Math.hypot(...embedding);
  if (!(Math.abs(length - 1) < 0.01)) throw new Fault('model.failed', 'the recogniser gives no embedding');
}
