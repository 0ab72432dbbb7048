/** Makes one file and ends: printing and packing take seconds that the gate's thread does not have. */
import { parentPort, workerData } from 'node:worker_threads';
import { zipSync } from 'fflate';
import { printList } from './print-list.ts';
import type { ExportAnswer, ExportJob } from './printed-list.ts';

async function make(job: ExportJob): Promise<Uint8Array> {
  switch (job.kind) {
    case 'pdf':
      return printList(job.list, job.font);
    case 'zip':
      return zipSync({ ...job.files });
  }
}

const answer = (message: ExportAnswer): void => parentPort?.postMessage(message);
// Given by `runExport`, which types it.
make(workerData as ExportJob).then(
  (bytes) => answer({ kind: 'made', bytes }),
  (error: unknown) => answer({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
);
