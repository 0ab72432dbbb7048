import { workerData } from 'node:worker_threads';
import { Fault } from '../../../src/shared/fault.ts';
import { serveCalls } from '../../../src/recognition/worker-serve.ts';

export type EchoCalls = {
  readonly echo: { readonly input: string; readonly output: string };
  readonly fail: { readonly input: null; readonly output: null };
  readonly crash: { readonly input: null; readonly output: null };
  readonly hang: { readonly input: null; readonly output: null };
};

await serveCalls<EchoCalls>(() => {
  const { failsToStart } = workerData as { readonly failsToStart: boolean };
  if (failsToStart) throw new Fault('model.missing', 'nothing to load');
  let said = '';
  return Promise.resolve({
    echo: (text) => (said += text),
    fail: () => {
      throw new Fault('photo.noFace', 'no face');
    },
    crash: () => process.exit(3),
    hang: () => new Promise<null>(() => undefined),
  });
});
