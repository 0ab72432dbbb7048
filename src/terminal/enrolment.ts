import type { PhotographAnalyser } from '../recognition/photograph-analyser.ts';
import type { RecognitionEngine } from '../recognition/engine.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';

export interface EnrolmentParts {
  readonly store: Store;
  readonly analyser: PhotographAnalyser;
  readonly engine: RecognitionEngine;
  /** sha256 of the recogniser: a template belongs to the network that made it. */
  readonly modelHash: string;
  /** Lets the voice prepare the name; runs behind the enrolment. */
  readonly onEnrolled: (workerId: string) => void;
  readonly onRemoved: (workerId: string) => void;
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
  async add(worker: NewWorker): Promise<Enrolled> {
    const { store, analyser, engine, modelHash, onEnrolled, log } = this.#parts;
    const isReplaced = store.people.get(worker.id) !== null;
    if (isReplaced && !worker.shouldReplace) throw takenFault(worker.id);
    const analysed = await analyser.analyse(worker.photograph, worker.strictness);
    if (analysed.kind === 'refused') throw new Fault(analysed.code, analysed.message);
    const embedding = await engine.embed(analysed.crop, 'background');
    store.people.put(
      {
        id: worker.id,
        name: worker.name,
        origin: worker.origin,
        barredReason: null,
        photographs: [{ jpeg: analysed.jpeg, embeddings: [embedding], modelHash }],
      },
      { replace: worker.shouldReplace },
    );
    await engine.put(worker.id, [embedding]);
    log.info('people', isReplaced ? 'replaced' : 'enrolled', { warnings: analysed.warnings.length });
    onEnrolled(worker.id);
    return { isReplaced, warnings: analysed.warnings };
  }

  /** Erases photograph and template; punches stay. @throws Fault `worker.unknown`, `store.*` */
  async remove(id: string): Promise<void> {
    const { store, engine, onRemoved, log } = this.#parts;
    // The gallery first: from here on he is not recognised, whatever happens to the rest.
    await engine.remove(id);
    if (!store.people.remove(id)) throw new Fault('worker.unknown', `no worker has the id "${id}"`);
    log.info('people', 'removed');
    onRemoved(id);
  }
}

function takenFault(id: string): Fault {
  return new Fault('worker.exists', `the id "${id}" is taken; add --replace to replace that worker`);
}
