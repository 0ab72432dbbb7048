import { Worker } from 'node:worker_threads';
import { Fault, faultCodes, type FaultCode } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';

/** Calls that a worker thread answers: name → input and output, both structured-cloneable. */
export type Calls = Record<string, { readonly input: unknown; readonly output: unknown }>;

export interface WorkerRequest {
  readonly id: number;
  readonly name: string;
  readonly input: unknown;
}

export type WorkerReply =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly code: string; readonly message: string }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'fault'; readonly id: number; readonly code: string; readonly message: string };

export interface WorkerLinkOptions<C extends Calls> {
  /** For the log. */
  readonly name: string;
  readonly url: URL;
  readonly workerData: unknown;
  readonly log: Log;
  /** Longest wait for the start, and for one answer once it is asked; a thread that needs longer is ended. */
  readonly startMs: number;
  readonly answerMs: number;
  /** Brings a fresh thread to the state of the one before; before any other call. */
  readonly onStart?: (call: Caller<C>) => Promise<void>;
  /** `failed`: the thread died; `ok`: its successor is ready. Not called for the first start. */
  readonly onState?: (state: WorkerState) => void;
}

export type WorkerState = 'ok' | 'failed';

export type Caller<C extends Calls> = <N extends keyof C & string>(name: N, input: C[N]['input']) => Promise<C[N]['output']>;

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (fault: Fault) => void;
  readonly timer: NodeJS.Timeout;
}

/** After this many ends within the window no new thread is started until the window has passed. */
const MAX_RESTARTS = 5;
const RESTART_WINDOW_MS = 60_000;
/** How long `close` waits for what runs. */
const CLOSE_MS = 2_000;

const codeOf = (code: string): FaultCode => faultCodes.find((known) => known === code) ?? 'model.failed';

/**
 * A worker thread that answers calls. When it dies, every pending call rejects with `Fault` `model.failed` and a new
 * thread is started, at most five times a minute; calls made meanwhile wait for it. `close` ends it for good.
 */
export class WorkerLink<C extends Calls> {
  readonly #options: WorkerLinkOptions<C>;
  readonly #pending = new Map<number, Pending>();
  readonly #endedAtMs: number[] = [];
  #worker: Worker | null = null;
  #ready: Promise<void>;
  #nextId = 1;
  #isClosed = false;
  #onIdle: () => void = () => undefined;

  private constructor(options: WorkerLinkOptions<C>) {
    this.#options = options;
    this.#ready = this.#start();
  }

  /** Resolves when the thread is ready for calls. Throws the `Fault` with which it failed to start. */
  static async open<C extends Calls>(options: WorkerLinkOptions<C>): Promise<WorkerLink<C>> {
    const link = new WorkerLink(options);
    try {
      await link.#ready;
    } catch (error) {
      await link.close();
      throw error;
    }
    return link;
  }

  /** Rejects with the `Fault` that the thread answers, or `model.failed` when it dies or is silent. */
  async call<N extends keyof C & string>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    if (this.#isClosed) throw new Fault('model.failed', `${this.#options.name} is closed`);
    if (!this.#worker && this.#recentEnds() <= MAX_RESTARTS) this.#restart();
    await this.#ready;
    return this.#ask(name, input);
  }

  /** Ends the thread when the calls that it was given have ended, after two seconds at the latest: then they reject. */
  async close(): Promise<void> {
    this.#isClosed = true;
    // A thread that is ended in the middle of a network's run takes the whole program with it.
    await this.#untilIdle();
    const worker = this.#worker;
    this.#worker = null;
    this.#rejectAll(new Fault('model.failed', `${this.#options.name} is closed`));
    await worker?.terminate();
  }

  async #start(): Promise<void> {
    const { url, workerData, name, startMs } = this.#options;
    const worker = new Worker(url, { workerData, name });
    this.#worker = worker;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Fault('model.failed', `${name} did not start within ${startMs} ms`));
        void worker.terminate();
      }, startMs);
      worker.on('message', (reply: WorkerReply) => {
        if (reply.kind === 'ready' || reply.kind === 'failed') clearTimeout(timer);
        if (reply.kind === 'ready') resolve();
        else if (reply.kind === 'failed') reject(new Fault(codeOf(reply.code), reply.message));
        else this.#settle(reply);
      });
      let cause: unknown;
      worker.once('error', (error) => {
        cause = error;
      });
      worker.once('exit', () => {
        clearTimeout(timer);
        const fault = new Fault('model.failed', `${name} ended unexpectedly`, { cause });
        reject(fault);
        if (this.#worker === worker) this.#onExit(fault);
      });
    });
    const ask: Caller<C> = (call, input) => this.#ask(call, input);
    try {
      await this.#options.onStart?.(ask);
    } catch (error) {
      // Without its state the thread would answer wrongly.
      void worker.terminate();
      throw error;
    }
  }

  #ask<N extends keyof C & string>(name: N, input: C[N]['input']): Promise<C[N]['output']> {
    const worker = this.#worker;
    if (!worker) return Promise.reject(new Fault('model.failed', `${this.#options.name} is not running`));
    return new Promise((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#options.log.error('recognition', 'workerSilent', { worker: this.#options.name, call: name });
        void worker.terminate();
      }, this.#options.answerMs);
      this.#pending.set(id, { resolve, reject, timer });
      worker.postMessage({ id, name, input } satisfies WorkerRequest);
    });
  }

  #settle(reply: Extract<WorkerReply, { id: number }>): void {
    const pending = this.#pending.get(reply.id);
    if (!pending) return;
    this.#pending.delete(reply.id);
    clearTimeout(pending.timer);
    if (reply.kind === 'answer') pending.resolve(reply.value);
    else pending.reject(new Fault(codeOf(reply.code), reply.message));
    if (this.#pending.size === 0) this.#onIdle();
  }

  async #untilIdle(): Promise<void> {
    if (this.#pending.size === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle = resolve;
    const timer = setTimeout(resolve, CLOSE_MS);
    await promise;
    clearTimeout(timer);
  }

  #onExit(fault: Fault): void {
    this.#worker = null;
    this.#rejectAll(fault);
    this.#endedAtMs.push(performance.now());
    const recent = this.#recentEnds();
    const isGivenUp = recent > MAX_RESTARTS;
    this.#options.log.error('recognition', 'workerEnded', { worker: this.#options.name, recent, isGivenUp });
    this.#options.onState?.('failed');
    if (!isGivenUp) this.#restart();
  }

  #restart(): void {
    this.#ready = this.#start().then(() => this.#options.onState?.('ok'));
    // Whoever calls next learns of the failure; without a call it must not count as unhandled.
    this.#ready.catch(() => undefined);
  }

  #recentEnds(): number {
    const since = performance.now() - RESTART_WINDOW_MS;
    return this.#endedAtMs.filter((atMs) => atMs > since).length;
  }

  #rejectAll(fault: Fault): void {
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(fault);
    }
    this.#pending.clear();
    this.#onIdle();
  }
}
