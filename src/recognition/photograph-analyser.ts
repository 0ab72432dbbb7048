import { join } from 'node:path';
import { silentLog, type Log } from '../shared/log.ts';
import { FewAtOnce } from './few-at-once.ts';
import type { PhotographCalls, PhotographWorkerData } from './photograph-calls.ts';
import { MAX_PHOTOGRAPH_BYTES } from './photograph-limits.ts';
import type { PhotographResult, Strictness } from './photograph.ts';
import { WorkerLink } from './worker-link.ts';
import { workerUrl } from './worker-url.ts';

export type { PhotographRefusal, PhotographResult, PhotographWarning, Strictness } from './photograph.ts';

/** Photographs of workers → aligned crops, cut exactly as live frames are. */
export interface PhotographAnalyser {
  /**
   * In a thread of its own that stands back behind the gate. A picture that cannot be used is a `refused` result.
   * Rejects with `Fault` `model.failed` when the networks cannot run.
   */
  analyse(bytes: Uint8Array, strictness: Strictness): Promise<PhotographResult>;
  close(): Promise<void>;
}

export interface PhotographAnalyserOptions {
  /** Holds `human/` with the detector, the mesh network and `wasm/`, which the caller has verified. */
  readonly modelsDir: string;
  /** Told when the thread dies; default: nobody. */
  readonly log?: Log;
}

const START_MS = 30_000;
const ANSWER_MS = 30_000;
/** One is looked at while another is decoded and a third encoded. */
const AT_ONCE = 3;

/** Starts the thread and loads the networks. Throws `Fault` `model.failed`. */
export async function createPhotographAnalyser(options: PhotographAnalyserOptions): Promise<PhotographAnalyser> {
  const workerData: PhotographWorkerData = { directory: join(options.modelsDir, 'human') };
  const link = await WorkerLink.open<PhotographCalls>({
    name: 'photographs',
    url: workerUrl('photograph-worker'),
    workerData,
    log: options.log ?? silentLog,
    startMs: START_MS,
    answerMs: ANSWER_MS,
  });
  const few = new FewAtOnce(AT_ONCE);
  return {
    async analyse(bytes, strictness) {
      if (bytes.length > MAX_PHOTOGRAPH_BYTES) {
        const message = `the file is larger than ${MAX_PHOTOGRAPH_BYTES / 1024 / 1024} MB`;
        return { kind: 'refused', code: 'photo.unreadable', message };
      }
      return few.run(() => link.call('analyse', { bytes, strictness }));
    },
    close: () => link.close(),
  };
}
