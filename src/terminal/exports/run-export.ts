import { Worker } from 'node:worker_threads';
import { Fault } from '../../shared/fault.ts';
import type { ExportAnswer, ExportJob } from './printed-list.ts';

/** Beside this module, `.ts` when run from source, `.js` when built. */
const workerUrl = new URL(`./export-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** Longer than the page waits: by then nobody wants the file any more. */
const MOST_MS = 30_000;
const MOST_MB = 512;

/** One file made in a thread of its own. Rejects with `Fault` `export.failed`. */
export function runExport(job: ExportJob): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(workerUrl, {
      workerData: job,
      name: 'export',
      resourceLimits: { maxOldGenerationSizeMb: MOST_MB },
    });
    const fail = (cause: unknown): void => reject(new Fault('export.failed', 'the file could not be made', { cause }));
    const timer = setTimeout(() => void worker.terminate(), MOST_MS);
    worker.once('message', (answer: ExportAnswer) => {
      if (answer.kind === 'made') resolve(answer.bytes);
      else fail(answer.message);
    });
    worker.once('error', fail);
    worker.once('exit', () => {
      clearTimeout(timer);
      // After an answer this settles nothing any more.
      fail('the thread ended');
    });
  });
}
