import { setTimeout } from 'node:timers/promises';
import type { RecognitionEngine } from '../recognition/engine.ts';
import type { PhotographAnalyser } from '../recognition/photograph-analyser.ts';
import type { PhotographRefusal } from '../recognition/photograph.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { NewPhotograph } from '../store/worker-fields.ts';
import type { OneAtATime } from './one-at-a-time.ts';

export interface GalleryLoaderParts {
  readonly store: Store;
  readonly engine: RecognitionEngine;
  readonly analyser: PhotographAnalyser;
  /** What makes templates now, see `templateOrigin`. */
  readonly modelHash: string;
  /** Templates of one worker that were learnt at the gate, at most; 0: none are used. */
  readonly learntMost: number;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  /** Told how many are not known to the gate yet, 0 at the end. Default: nobody is. */
  readonly onLeft?: (workers: number) => void;
  /** Told of everybody who is known to the gate again. Default: nobody is. */
  readonly onReembedded?: (workerId: string) => void;
  readonly log: Log;
}

/**
 * Fills the gallery with the templates of the recogniser in use, and forgets what another one made at the gate, or what is too much.
 * Answers the workers who have only templates of another one: they are known again once they are re-embedded.
 */
export async function loadGallery({
  store,
  engine,
  modelHash,
  learntMost,
  log,
}: GalleryLoaderParts): Promise<ReadonlySet<string>> {
  const usable = new Map<string, Float32Array[]>();
  const stale = new Set<string>();
  for (const { workerId, embedding, modelHash: madeBy } of store.templates.all()) {
    if (madeBy !== modelHash) {
      stale.add(workerId);
      continue;
    }
    const embeddings = usable.get(workerId);
    if (embeddings === undefined) usable.set(workerId, [embedding]);
    else embeddings.push(embedding);
  }
  for (const workerId of usable.keys()) stale.delete(workerId);
  store.learnt.keepOnly(modelHash, learntMost);
  // Never without a template of the photograph, which all that was learnt is held against.
  for (const { workerId, embedding } of store.learnt.all()) usable.get(workerId)?.push(embedding);
  await engine.load([...usable].map(([workerId, embeddings]) => ({ workerId, embeddings })));
  log.info('recognition', 'galleryLoaded', { templates: engine.size(), stale: stale.size });
  return stale;
}

/** Waits between two tries with whom it did not work; the next one is twice as long, up to the second. */
const AGAIN_MS = { first: 60_000, most: 3_600_000 } as const;

/**
 * Makes the templates of `workerIds` again from their stored photographs, one after the other, until `signal` aborts. With whom it does
 * not work (a thread that dies, a full disk), he is passed over and tried again later: he alone is unknown to the gate meanwhile.
 */
export async function reembed(
  parts: GalleryLoaderParts,
  workerIds: ReadonlySet<string>,
  signal: AbortSignal,
  pause: (ms: number) => Promise<void> = (ms) => setTimeout(ms, undefined, { signal, ref: false }),
): Promise<void> {
  let left: readonly string[] = [...workerIds];
  if (left.length > 0) parts.onLeft?.(left.length);
  for (let waitMs: number = AGAIN_MS.first; left.length > 0; waitMs = Math.min(2 * waitMs, AGAIN_MS.most)) {
    const failed = await reembedAll(parts, left, signal);
    parts.log.info('recognition', 'reembedded', { workers: left.length - failed.length, failed: failed.length });
    left = failed;
    if (left.length > 0) await pause(waitMs);
  }
}

/** Answers those with whom it did not work. */
async function reembedAll(
  parts: GalleryLoaderParts,
  workerIds: readonly string[],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const [done, workerId] of workerIds.entries()) {
    signal.throwIfAborted();
    try {
      await parts.changes.run(() => reembedOne(parts, workerId, signal));
    } catch (error) {
      signal.throwIfAborted();
      failed.push(workerId);
      // The first alone is written down: a disk that is full fails with everybody.
      if (failed.length === 1)
        parts.log.error('recognition', 'reembedFailed', { code: Fault.from(error, 'model.failed', 're-embedding failed').code });
    }
    parts.onLeft?.(workerIds.length - done - 1 + failed.length);
  }
  return failed;
}

async function reembedOne(parts: GalleryLoaderParts, workerId: string, signal: AbortSignal): Promise<void> {
  const { store, engine, modelHash } = parts;
  const worker = store.people.get(workerId);
  if (worker === null) return;
  // Enrolled anew meanwhile, from the picture as it came.
  if (store.templates.of(workerId).some((template) => template.modelHash === modelHash)) return;
  const { photographs, refusal } = await templatesOf(parts, workerId);
  signal.throwIfAborted();
  // A photograph that cannot be used any more stays without a template rather than being lost.
  store.people.put({ ...worker, photographs }, { replace: true });
  const embeddings = photographs.flatMap((photograph) => photograph.embeddings);
  // Nobody would ask why the gate does not know him any more, were it not said in the list of people.
  if (embeddings.length === 0 && refusal !== null) store.people.notePhotoRefusal(workerId, refusal);
  await engine.put(workerId, embeddings);
  parts.onReembedded?.(workerId);
}

async function templatesOf({ store, analyser, engine, modelHash }: GalleryLoaderParts, workerId: string) {
  const photographs: NewPhotograph[] = [];
  let refusal: PhotographRefusal | null = null;
  for (const { jpeg, flags } of store.photographs.of(workerId)) {
    const analysed = await analyser.analyse(jpeg, 'platform');
    const embeddings = analysed.kind === 'face' ? [await engine.embed(analysed.crop, 'background')] : [];
    if (analysed.kind === 'refused') refusal = analysed.code;
    // What is said of it was said of the picture as it came, of which this is a smaller cut.
    photographs.push({ jpeg, embeddings, modelHash, flags });
  }
  return { photographs, refusal };
}
