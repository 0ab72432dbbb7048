import type { SearchResult } from './gallery.ts';
import type { Network } from './manifest.ts';

/** Templates of one worker as they cross into the thread. */
export interface WorkerTemplates {
  readonly workerId: string;
  readonly embeddings: readonly Float32Array[];
}

/** What the engine's thread answers. */
export type EngineCalls = {
  readonly embed: { readonly input: Uint8Array; readonly output: Float32Array };
  readonly load: { readonly input: readonly WorkerTemplates[]; readonly output: number };
  readonly put: { readonly input: WorkerTemplates; readonly output: number };
  readonly remove: { readonly input: string; readonly output: number };
  readonly clear: { readonly input: null; readonly output: number };
  readonly search: { readonly input: Float32Array; readonly output: SearchResult };
};

export interface EngineWorkerData {
  readonly file: string;
  readonly network: Network;
  readonly threads: number;
}
