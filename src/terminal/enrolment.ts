import { Fault } from '../shared/fault.ts';
import type { Strictness } from '../recognition/photograph-analyser.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { Lookalike } from '../store/worker-fields.ts';
import { findLookalikes } from './lookalikes.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { preparePhotograph, type Networks, type PreparedPhotograph } from './photograph-preparation.ts';

export interface EnrolmentParts extends Networks {
  readonly store: Store;
  /** Lets the voice prepare the name; runs behind the enrolment. */
  readonly onEnrolled: (workerId: string) => void;
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
  /** How poor a photograph may be. */
  readonly strictness: Strictness;
  readonly shouldReplace: boolean;
}

export interface Enrolled {
  readonly isReplaced: boolean;
  /** What is poor about the photograph although it was enrolled. */
  readonly warnings: readonly string[];
}

/** Takes people in: photograph → template → store → gallery, in that order. */
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
    // Looking takes its time and needs no turn; what is changed, is changed in turn.
    const prepared = preparePhotograph(worker.photograph, worker.strictness, this.#parts);
    // Awaited in turn; until then a failure is not unhandled.
    prepared.catch(() => undefined);
    return this.#parts.changes.run(() => this.#add(worker, prepared));
  }

  async #add(worker: NewWorker, preparation: Promise<PreparedPhotograph>): Promise<Enrolled> {
    const { store, engine, onEnrolled, log } = this.#parts;
    const known = store.people.get(worker.id);
    const isReplaced = known !== null;
    if (isReplaced && !worker.shouldReplace) throw takenFault(worker.id);
    const prepared = await preparation;
    if (prepared.kind === 'refused') throw new Fault(prepared.code, prepared.message);
    const { photograph } = prepared;
    const lookalikes = await findLookalikes(worker.id, photograph.embeddings, this.#parts);
    store.people.put(
      {
        id: worker.id,
        name: worker.name,
        // Whoever a platform sent stays its own, and a bar is lifted only by whoever set it.
        origin: known?.origin ?? worker.origin,
        barredReason: known?.barredReason ?? null,
        photographs: [photograph],
        lookalikes,
      },
      { replace: worker.shouldReplace },
    );
    await engine.put(worker.id, photograph.embeddings);
    const { flags } = photograph;
    log.info('people', isReplaced ? 'replaced' : 'enrolled', { warnings: flags.length, lookalikes: lookalikes.length });
    onEnrolled(worker.id);
    return { isReplaced, warnings: [...flags, ...lookalikes.map(lookalikeText)] };
  }
}

function takenFault(id: string): Fault {
  return new Fault('worker.exists', `the id "${id}" is taken; add --replace to replace that worker`);
}

const lookalikeText = ({ workerId, score }: Lookalike): string =>
  `this face is very like that of "${workerId}" (${score.toFixed(2)}); if it is the same person, remove one of the two`;
