import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { backOffMs } from './back-off.ts';
import type { PictureHalf } from './camera-plan.ts';
import type { FrameToAnalyse, FromWorker, StartAnalysis } from './messages.ts';

/** What is used of a Worker. */
export interface AnalysisWorker<Frame> {
  /** `handOver`: the frame leaves the page. */
  send(message: StartAnalysis | FrameToAnalyse<Frame>, handOver?: Frame): void;
  onMessage(listener: (message: FromWorker) => void): void;
  terminate(): void;
}

export interface AnalyserEvents {
  onReady(warmUpMs: number): void;
  onObserved(observation: FrameObservation): void;
  onFailed(message: string): void;
}

/** A worker that keeps a frame for longer is hung. */
export const HUNG_MS = 5_000;
/** Loading the networks takes a second; on a cold, slow disk much longer. */
export const START_MS = 60_000;
const RESTART_FIRST_MS = 500;
const RESTART_MOST_MS = 10_000;

/** Gives the worker the newest frame whenever it is free, and starts a new worker when it fails or hangs. */
export class Analyser<Frame extends { close(): void }> {
  readonly #spawn: () => AnalysisWorker<Frame>;
  readonly #start: StartAnalysis;
  readonly #events: AnalyserEvents;
  #worker: AnalysisWorker<Frame> | null = null;
  #waiting: FrameToAnalyse<Frame> | null = null;
  #isFree = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(spawn: () => AnalysisWorker<Frame>, start: StartAnalysis, events: AnalyserEvents) {
    this.#spawn = spawn;
    this.#start = start;
    this.#events = events;
  }

  /** Starts the worker; from then on until `stop()` there is one, or a new one is about to start. */
  start(): void {
    const worker = this.#spawn();
    this.#worker = worker;
    worker.onMessage((message) => {
      if (worker === this.#worker) this.#take(message);
    });
    this.#failAfter(START_MS);
    worker.send(this.#start);
  }

  /** Takes the frame over; an older one that still waits is dropped. */
  offer(frame: Frame, takenAtMs: number, half: PictureHalf): void {
    this.#dropWaiting();
    if (!this.#worker) return frame.close();
    this.#waiting = { kind: 'frame', frame, takenAtMs, half };
    if (this.#isFree) this.#sendWaiting(this.#worker);
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dropWaiting();
    this.#worker?.terminate();
    this.#worker = null;
    this.#isFree = false;
  }

  #take(message: FromWorker): void {
    if (message.kind === 'observed') {
      this.#failures = 0;
      return this.#events.onObserved(message.observation);
    }
    if (message.kind === 'failed') return this.#fail(message.message);
    clearTimeout(this.#timer);
    this.#isFree = true;
    if (message.kind === 'ready') this.#events.onReady(message.warmUpMs);
    if (this.#worker && this.#waiting) this.#sendWaiting(this.#worker);
  }

  #sendWaiting(worker: AnalysisWorker<Frame>): void {
    const next = this.#waiting;
    if (!next) return;
    this.#waiting = null;
    this.#isFree = false;
    this.#failAfter(HUNG_MS);
    worker.send(next, next.frame);
  }

  #dropWaiting(): void {
    this.#waiting?.frame.close();
    this.#waiting = null;
  }

  #failAfter(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#fail(`no answer in ${ms} ms`), ms);
  }

  #fail(message: string): void {
    this.stop();
    this.#events.onFailed(message);
    this.#timer = setTimeout(() => this.start(), backOffMs(this.#failures++, RESTART_FIRST_MS, RESTART_MOST_MS));
  }
}
