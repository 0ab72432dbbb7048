import type { PhotographAnalyser } from '../recognition/photograph-analyser.ts';
import type { RecognitionEngine, SearchResult } from '../recognition/engine.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { OneAtATime } from './one-at-a-time.ts';

export interface EnrolmentParts {
  readonly store: Store;
  readonly analyser: PhotographAnalyser;
  readonly engine: RecognitionEngine;
  /** sha256 of the recogniser: a template belongs to the network that made it. */
  readonly modelHash: string;
  /** Lets the voice prepare the name; runs behind the enrolment. */
  readonly onEnrolled: (workerId: string) => void;
  readonly onRemoved: (workerId: string) => void;
  /** Cosine from which on two faces count as one person's. */
  readonly threshold: number;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  readonly log: Log;
}

export interface NewWorker {
  readonly id: string;
  readonly name: string;
  /** The picture file as it came: JPEG, PNG, WebP … */
  readonly photograph: Uint8Array;
  /** Who ordered it: `console`, `demo`, a platform's name. */
  readonly origin: string;
  /** `capture` refuses what is poor; `platform` enrols and flags it unless it cannot be used at all. */
  readonly strictness: 'capture' | 'platform';
  readonly shouldReplace: boolean;
}

export interface Enrolled {
  readonly isReplaced: boolean;
  /** What is poor about the photograph although it was enrolled. */
  readonly warnings: readonly string[];
}

/** Takes people in and lets them go: photograph → template → store → gallery, in that order. */
export class Enrolment {
  readonly #parts: EnrolmentParts;

  constructor(parts: EnrolmentParts) {
    this.#parts = parts;
  }

  /**
   * The worker is durably stored before the gallery knows him; a picture that cannot be used changes nothing.
   * @throws Fault `photo.*`, `worker.exists`, `worker.invalid`, `store.*`
   */
  add(worker: NewWorker): Promise<Enrolled> {
    return this.#parts.changes.run(() => this.#add(worker));
  }

  /** Erases photograph and template; punches stay. @throws Fault `worker.unknown`, `store.*` */
  remove(id: string): Promise<void> {
    return this.#parts.changes.run(() => this.#remove(id));
  }

  async #add(worker: NewWorker): Promise<Enrolled> {
    const { store, analyser, engine, modelHash, onEnrolled, log } = this.#parts;
    const known = store.people.get(worker.id);
    const isReplaced = known !== null;
    if (isReplaced && !worker.shouldReplace) throw takenFault(worker.id);
    const analysed = await analyser.analyse(worker.photograph, worker.strictness);
    if (analysed.kind === 'refused') throw new Fault(analysed.code, analysed.message);
    const embedding = await engine.embed(analysed.crop, 'background');
    const { best } = await engine.search(embedding);
    store.people.put(
      {
        id: worker.id,
        name: worker.name,
        // Whoever a platform sent stays its own, and a bar is lifted only by whoever set it.
        origin: known?.origin ?? worker.origin,
        barredReason: known?.barredReason ?? null,
        photographs: [{ jpeg: analysed.jpeg, embeddings: [embedding], modelHash }],
      },
      { replace: worker.shouldReplace },
    );
    await engine.put(worker.id, [embedding]);
    log.info('people', isReplaced ? 'replaced' : 'enrolled', { warnings: analysed.warnings.length });
    onEnrolled(worker.id);
    return { isReplaced, warnings: [...analysed.warnings, ...lookalike(worker.id, best, this.#parts.threshold)] };
  }

  async #remove(id: string): Promise<void> {
    const { store, engine, onRemoved, log } = this.#parts;
    // The store first: the gate refuses whoever is not on the roster, whatever the gallery still says.
    if (!store.people.remove(id)) throw new Fault('worker.unknown', `no worker has the id "${id}"`);
    await engine.remove(id);
    log.info('people', 'removed');
    onRemoved(id);
  }
}

function takenFault(id: string): Fault {
  return new Fault('worker.exists', `the id "${id}" is taken; add --replace to replace that worker`);
}

/** One face under two ids is recognised as neither: whoever stands by should know. Twins exist, so it is no refusal. */
function lookalike(id: string, best: SearchResult['best'], threshold: number): readonly string[] {
  if (best === null || best.workerId === id || best.score < threshold) return [];
  return [`this face is very like that of "${best.workerId}"; if it is the same person, remove one of the two`];
}
