import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { analysePhotograph, type Habit } from './analyse-photograph.ts';
import { createFaceFinder, type FaceFinder } from './human-node.ts';
import type { PhotographCalls, PhotographWorkerData } from './photograph-calls.ts';
import { Turns } from './turns.ts';
import { serveCalls } from './worker-serve.ts';

/** How far this thread stands back behind the gate's; on Linux niceness is each thread's own. */
const NICENESS = 10;

await serveCalls<PhotographCalls>(async () => {
  const { directory } = workerData as PhotographWorkerData;
  const networks = await createFaceFinder(directory);
  await networks.find({ data: new Uint8Array(640 * 480 * 3).fill(128), width: 640, height: 480 });
  if (process.platform === 'linux') setPriority(NICENESS);
  const turns = new Turns();
  // One photograph is decoded or encoded while another is looked at.
  const finder: FaceFinder = { find: (picture, least) => turns.take('background', () => networks.find(picture, least)) };
  const habit: Habit = { doFacesFill: false };
  return { analyse: ({ bytes, strictness }) => analysePhotograph(bytes, strictness, finder, habit) };
});
