import { workerData } from 'node:worker_threads';
import { CROP_BYTES } from '../shared/vision/observation.ts';
import { createEmbedder } from './embedder.ts';
import type { EngineCalls, EngineWorkerData } from './engine-calls.ts';
import { serveCalls } from './worker-serve.ts';

await serveCalls<EngineCalls>(async () => {
  const { file, network, threads } = workerData as EngineWorkerData;
  const embedder = await createEmbedder(file, network, threads);
  // The first run allocates; nobody at the gate should wait for it.
  await embedder.embed(new Uint8Array(CROP_BYTES).fill(100));
  return { embed: (crop) => embedder.embed(crop) };
});
