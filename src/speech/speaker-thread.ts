import { Worker } from 'node:worker_threads';
import { Fault } from '../shared/fault.ts';
import type { SpeakerAnswer, SpeakerRequest, SpeakerWorkerData } from './speaker-calls.ts';
import type { Utterance } from './synthesiser.ts';
import type { Sound } from './wav.ts';

interface Waiting {
  readonly resolve: (sound: Sound) => void;
  readonly reject: (fault: Fault) => void;
}

/** Beside this module, `.ts` when run from source, `.js` when built. */
const workerUrl = new URL(`./speaker-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/**
 * Speaks into memory like `synthesise`, for what nobody waits for: starting a process takes many milliseconds of the thread that
 * does it, so it is a thread of its own, which stands back behind the gate. Started with the first call, anew after it died.
 */
export class SpeakerThread {
  readonly #data: SpeakerWorkerData;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #isClosed = false;

  /** `program`: name or path of espeak-ng; null for the usual one. */
  constructor(program: string | null) {
    this.#data = { program };
  }

  /** Rejects with `Fault` `speech.unavailable`. */
  synthesise(utterance: Utterance): Promise<Sound> {
    if (this.#isClosed) return Promise.reject(new Fault('speech.unavailable', 'the speaking thread is closed'));
    const worker = (this.#worker ??= this.#start());
    return new Promise((resolve, reject) => {
      this.#lastId += 1;
      this.#waiting.set(this.#lastId, { resolve, reject });
      worker.postMessage({ id: this.#lastId, utterance } satisfies SpeakerRequest);
    });
  }

  /** Ends what is speaking; pending calls reject. */
  close(): void {
    this.#isClosed = true;
    this.#worker?.postMessage('end');
    this.#rejectAll(new Fault('speech.unavailable', 'the speaking thread is closed'));
  }

  #start(): Worker {
    const worker = new Worker(workerUrl, { workerData: this.#data, name: 'speaker' });
    worker.unref();
    let cause: unknown;
    worker.on('message', (answer: SpeakerAnswer) => this.#settle(answer));
    worker.once('error', (error) => {
      cause = error;
    });
    worker.once('exit', () => {
      if (this.#worker === worker) this.#worker = null;
      this.#rejectAll(new Fault('speech.unavailable', 'the speaking thread ended', { cause }));
    });
    return worker;
  }

  #settle(answer: SpeakerAnswer): void {
    const waiting = this.#waiting.get(answer.id);
    this.#waiting.delete(answer.id);
    if (answer.kind === 'sound') waiting?.resolve(answer.sound);
    else waiting?.reject(new Fault('speech.unavailable', answer.message));
  }

  #rejectAll(fault: Fault): void {
    for (const { reject } of this.#waiting.values()) reject(fault);
    this.#waiting.clear();
  }
}
