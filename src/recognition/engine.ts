import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import type { EngineCalls, EngineWorkerData } from './engine-calls.ts';
import { Gallery, type SearchResult } from './gallery.ts';
import { readManifest, recogniserOf } from './manifest.ts';
import { Turns, type Priority } from './turns.ts';
import { WorkerLink, type WorkerState } from './worker-link.ts';
import { workerUrl } from './worker-url.ts';

export type { Candidate, SearchResult } from './gallery.ts';
export type { Priority } from './turns.ts';
export type { WorkerState } from './worker-link.ts';

/** Templates of one worker. */
export interface WorkerTemplates {
  readonly workerId: string;
  readonly embeddings: readonly Float32Array[];
}

/**
 * Embeddings, made in a thread of their own, and the gallery. That one lives in the caller's thread: a search takes less time
 * than the way to another thread, waits for no embedding, and a thread that dies takes no template with it.
 */
export interface RecognitionEngine {
  /**
   * Unit-length embedding of an aligned crop (RGB, CROP_BYTES bytes). Live crops overtake background ones. Rejects with
   * `Fault` `model.failed` when the thread died.
   */
  embed(crop: Uint8Array, priority: Priority): Promise<Float32Array>;
  /** Replaces the whole gallery, or nothing of it; templates of one worker may come in several entries. */
  load(templates: Iterable<WorkerTemplates>): Promise<void>;
  /** Replaces all templates of one worker. */
  put(workerId: string, embeddings: readonly Float32Array[]): Promise<void>;
  /** Does nothing when the worker has no template. */
  remove(workerId: string): Promise<void>;
  clear(): Promise<void>;
  /** Nearest worker and nearest other worker; the worker `except` is passed over. */
  search(probe: Float32Array, except?: string): Promise<SearchResult>;
  /** How alike (cosine) the probe is to this worker's nearest template; null when he has none. */
  scoreOf(workerId: string, probe: Float32Array): Promise<number | null>;
  /** Number of templates. */
  size(): number;
  /** One more with every change of the gallery: the same number twice means that the same templates were searched. */
  version(): number;
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
  const link = await WorkerLink.open<EngineCalls>({
    name: 'recognition',
    url: workerUrl('engine-worker'),
    workerData,
    log,
    startMs: START_MS,
    answerMs: ANSWER_MS,
    ...(onState ? { onState } : {}),
  });
  const emptyGallery = (): Gallery => new Gallery(network.outputs[0]?.length ?? 0);
  let gallery = emptyGallery();
  let version = 0;
  const turns = new Turns();
  return {
    embed: (crop, priority) => turns.take(priority, () => link.call('embed', crop)),
    async load(templates) {
      // Filled aside: until it is whole, and if it never is, the one before is searched.
      const fresh = emptyGallery();
      for (const [workerId, embeddings] of byWorker(templates)) fresh.put(workerId, embeddings);
      const old = gallery;
      gallery = fresh;
      version++;
      old.clear();
    },
    async put(workerId, embeddings) {
      version++;
      gallery.put(workerId, embeddings);
    },
    async remove(workerId) {
      version++;
      gallery.remove(workerId);
    },
    async clear() {
      version++;
      gallery.clear();
    },
    search: async (probe, except) => gallery.search(probe, except),
    scoreOf: async (workerId, probe) => gallery.scoreOf(workerId, probe),
    size: () => gallery.size,
    version: () => version,
    close: () => link.close(),
  };
}

function byWorker(templates: Iterable<WorkerTemplates>): ReadonlyMap<string, readonly Float32Array[]> {
  const all = new Map<string, Float32Array[]>();
  for (const { workerId, embeddings } of templates) {
    const known = all.get(workerId);
    if (known === undefined) all.set(workerId, [...embeddings]);
    else known.push(...embeddings);
  }
  return all;
}
