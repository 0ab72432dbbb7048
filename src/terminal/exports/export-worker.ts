/** Makes one file, or a key, and ends: printing, packing and hashing take seconds that the gate's thread does not have. */
import { parentPort, workerData } from 'node:worker_threads';
import { zipSync } from 'fflate';
import { argon2id } from 'hash-wasm';
import type { ExportAnswer, ExportJob } from './printed-list.ts';

async function make(job: ExportJob): Promise<Uint8Array> {
  switch (job.kind) {
    case 'pdf': {
      // Half a second to load: a key does without it.
      const { printList } = await import('./print-list.ts');
      return printList(job.list, job.font);
    }
    case 'zip':
      return zipSync({ ...job.files });
    case 'key': {
      const { passphrase: password, salt, memoryKb: memorySize, passes: iterations } = job;
      return argon2id({ password, salt, memorySize, iterations, parallelism: 1, hashLength: 32, outputType: 'binary' });
    }
  }
}

const answer = (message: ExportAnswer): void => parentPort?.postMessage(message);
// Given by `runExport`, which types it.
make(workerData as ExportJob).then(
  (bytes) => answer({ kind: 'made', bytes }),
  (error: unknown) => answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
