import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import type { EngineCalls, EngineWorkerData, WorkerTemplates } from './engine-calls.ts';
import type { SearchResult } from './gallery.ts';
import { readManifest, recogniserOf } from './manifest.ts';
import { Turns, type Priority } from './turns.ts';
import { WorkerLink, type WorkerState } from './worker-link.ts';
import { workerUrl } from './worker-url.ts';

export type { WorkerTemplates } from './engine-calls.ts';
export type { Candidate, SearchResult } from './gallery.ts';
export type { Priority } from './turns.ts';
export type { WorkerState } from './worker-link.ts';

/** Embeddings and the gallery, in a thread of their own. Every method rejects with `Fault` `model.failed` when it died. */
export interface RecognitionEngine {
  /** Unit-length embedding of an aligned crop (RGB, CROP_BYTES bytes). Live crops overtake background ones. */
  embed(crop: Uint8Array, priority: Priority): Promise<Float32Array>;
  /** Replaces the whole gallery; templates of one worker may come in several entries. */
  load(templates: Iterable<WorkerTemplates>): Promise<void>;
  /** Replaces all templates of one worker. */
  put(workerId: string, embeddings: readonly Float32Array[]): Promise<void>;
  /** Does nothing when the worker has no template. */
  remove(workerId: string): Promise<void>;
  clear(): Promise<void>;
  /** Nearest worker and nearest other worker. */
  search(probe: Float32Array): Promise<SearchResult>;
  /** Number of templates. */
  size(): number;
  close(): Promise<void>;
}

export interface EngineOptions {
  /** Holds `manifest.json` and the networks, which the caller has verified. */
  readonly modelsDir: string;
  readonly log: Log;
  /** Threads of one run of the network; default 1. */
  readonly threads?: number;
  /** Told when the thread died (nobody can be recognised) and when its successor is ready; default: nobody. */
  readonly onState?: (state: WorkerState) => void;
}

const START_MS = 30_000;
const ANSWER_MS = 10_000;

/** Starts the thread and loads the recogniser of the manifest. Throws `Fault` `model.*`. */
export async function createRecognitionEngine(options: EngineOptions): Promise<RecognitionEngine> {
  const { modelsDir, log, threads = 1, onState } = options;
  const network = recogniserOf(readManifest(modelsDir));
  const workerData: EngineWorkerData = { file: join(modelsDir, network.file), network, threads };
  // Kept here as well, so that a fresh thread can be given the gallery of the one that died.
  const templates = new Map<string, readonly Float32Array[]>();
  const entries = (): WorkerTemplates[] => [...templates].map(([workerId, embeddings]) => ({ workerId, embeddings }));
  const link = await WorkerLink.open<EngineCalls>({
    name: 'recognition',
    url: workerUrl('engine-worker'),
    workerData,
    log,
    startMs: START_MS,
    answerMs: ANSWER_MS,
    ...(onState ? { onState } : {}),
    onStart: async (call) => {
      await call('load', entries());
    },
  });
  const turns = new Turns();
  return {
    embed: (crop, priority) => turns.take(priority, () => link.call('embed', crop)),
    async load(all) {
      templates.clear();
      for (const { workerId, embeddings } of all) {
        templates.set(workerId, [...(templates.get(workerId) ?? []), ...embeddings]);
      }
      await link.call('load', entries());
    },
    async put(workerId, embeddings) {
      templates.set(workerId, [...embeddings]);
      await link.call('put', { workerId, embeddings });
    },
    async remove(workerId) {
      templates.delete(workerId);
      await link.call('remove', workerId);
    },
    async clear() {
      templates.clear();
      await link.call('clear', null);
    },
    search: (probe) => link.call('search', probe),
    size: () => [...templates.values()].reduce((sum, { length }) => sum + length, 0),
    close: () => link.close(),
  };
}
