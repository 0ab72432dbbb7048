import type { PhotographResult, Strictness } from './photograph.ts';

/** What the photographs' thread answers. */
export type PhotographCalls = {
  readonly analyse: {
    readonly input: { readonly bytes: Uint8Array; readonly strictness: Strictness };
    readonly output: PhotographResult;
  };
};

export interface PhotographWorkerData {
  /** Human's networks and its wasm files. */
  readonly directory: string;
}
