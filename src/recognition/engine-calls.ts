import type { Network } from './manifest.ts';

/** What the engine's thread answers. */
export type EngineCalls = {
  readonly embed: { readonly input: Uint8Array; readonly output: Float32Array };
};

export interface EngineWorkerData {
  readonly file: string;
  readonly network: Network;
  readonly threads: number;
}
