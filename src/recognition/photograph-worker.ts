import { workerData } from 'node:worker_threads';
import { analysePhotograph } from './analyse-photograph.ts';
import { createFaceFinder } from './human-node.ts';
import type { PhotographCalls, PhotographWorkerData } from './photograph-calls.ts';
import { serveCalls } from './worker-serve.ts';

await serveCalls<PhotographCalls>(async () => {
  const { directory } = workerData as PhotographWorkerData;
  const finder = await createFaceFinder(directory);
  await finder.find({ data: new Uint8Array(640 * 480 * 3).fill(128), width: 640, height: 480 });
  return { analyse: ({ bytes, strictness }) => analysePhotograph(bytes, strictness, finder) };
});
