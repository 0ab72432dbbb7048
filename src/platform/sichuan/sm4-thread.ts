import { Worker } from 'node:worker_threads';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { Sm4Answer, Sm4Calls, Sm4Request, Sm4WorkerData } from './sm4-calls.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
  readonly timer: NodeJS.Timeout;
}

/** Beside this module, `.ts` when run from source, `.js` when built. */
const workerUrl = new URL(`./sm4-worker.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url);

/** The thread that encrypts and decrypts what is long. Started with the first call; anew with the next one after it died. */
export class Sm4Thread {
  readonly #data: Sm4WorkerData;
  readonly #answerMs: number;
  readonly #log: Log;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | null = null;
  #lastId = 0;
  #isClosed = false;

  /** `answerMs`: a thread that needs longer for one call is ended. */
  constructor(data: Sm4WorkerData, answerMs: number, log: Log) {
    this.#data = data;
    this.#answerMs = answerMs;
    this.#log = log;
  }

  /** Rejects with the thread's `Fault`; `platform.cannotDecrypt` when it dies or stays silent. */
  call<N extends keyof Sm4Calls>(name: N, input: Sm4Calls[N]['input']): Promise<Sm4Calls[N]['output']> {
    if (this.#isClosed) return Promise.reject(new Fault('platform.cannotDecrypt', 'the SM4 thread is closed'));
    const worker = (this.#worker ??= this.#start());
    return new Promise<unknown>((resolve, reject) => {
      this.#lastId += 1;
      const timer = setTimeout(() => void worker.terminate(), this.#answerMs);
      this.#waiting.set(this.#lastId, { resolve, reject, timer });
      const request: Sm4Request<N> = { id: this.#lastId, name, input };
      worker.postMessage(request, bodyOf(input));
    }) as Promise<Sm4Calls[N]['output']>;
  }

  /** Ends the thread; pending calls reject. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(workerUrl, { workerData: this.#data, name: 'sm4' });
    let cause: unknown;
    worker.on('message', (answer: Sm4Answer) => this.#settle(answer));
    worker.once('error', (error) => {
      cause = error;
    });
    worker.once('exit', () => this.#onExit(worker, cause));
    return worker;
  }

  #settle(answer: Sm4Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (!waiting) return;
    this.#waiting.delete(answer.id);
    clearTimeout(waiting.timer);
    if (answer.kind === 'value') waiting.resolve(answer.value);
    else waiting.reject(new Fault(answer.code, answer.message));
  }

  #onExit(worker: Worker, cause: unknown): void {
    if (this.#worker === worker) this.#worker = null;
    if (!this.#isClosed) this.#log.error('platform', 'sm4ThreadEnded', { code: 'platform.cannotDecrypt' });
    for (const { reject, timer } of this.#waiting.values()) {
      clearTimeout(timer);
      reject(new Fault('platform.cannotDecrypt', 'the SM4 thread ended', { cause }));
    }
    this.#waiting.clear();
  }
}

/** A long answer is handed over, not copied; a short one lies in memory that others use too. */
function bodyOf(input: Sm4Calls[keyof Sm4Calls]['input']): ArrayBuffer[] {
  if (!('body' in input)) return [];
  const { buffer, byteLength } = input.body;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength ? [buffer] : [];
}
