import { PAIR_MS } from '../../src/shared/vision/liveness/evidence.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { backOffMs } from './back-off.ts';
import type { PictureHalf } from './camera-plan.ts';
import { InfraredFrames } from './infrared-frames.ts';
import type { FrameToAnalyse, FromWorker, StartAnalysis } from './messages.ts';

/** What is used of a Worker. */
export interface AnalysisWorker<Frame> {
  /** `handOver`: the frames leave the page. */
  send(message: StartAnalysis | FrameToAnalyse<Frame>, handOver?: readonly Frame[]): void;
  onMessage(listener: (message: FromWorker) => void): void;
  terminate(): void;
}

export interface AnalyserEvents {
  onReady(warmUpMs: number): void;
  onObserved(observation: FrameObservation): void;
  onCode(text: string): void;
  onFailed(message: string): void;
}

/** A worker that is at one frame for longer is hung. */
export const HUNG_MS = 5_000;
/** Loading the networks takes a second; on a cold, slow disk much longer. */
export const START_MS = 60_000;
const RESTART_FIRST_MS = 500;
const RESTART_MOST_MS = 10_000;

/** A visible frame that waits for the worker, and for its infrared partner where there is one. */
interface WaitingFrame<Frame> {
  readonly frame: Frame;
  readonly takenAtMs: number;
  readonly arrivedAtMs: number;
  readonly half: PictureHalf;
  /** The half of the same frame that is the infrared picture; null: another camera's. */
  readonly infraredHalf: PictureHalf | null;
}

/**
 * Gives the worker the newest frame whenever it is free, with the infrared frame of the same moment, and starts a new worker
 * when it fails or hangs.
 */
export class Analyser<Frame extends { close(): void }> {
  readonly #spawn: () => AnalysisWorker<Frame>;
  readonly #start: StartAnalysis;
  readonly #events: AnalyserEvents;
  #worker: AnalysisWorker<Frame> | null = null;
  #waiting: WaitingFrame<Frame> | null = null;
  readonly #infrared = new InfraredFrames<Frame>();
  #isFree = false;
  #wantsPicture = false;
  #partnerTimer: ReturnType<typeof setTimeout> | undefined;
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

  /**
   * Takes the frame over; an older one that still waits is dropped. `infraredHalf`: where the infrared picture lies in the
   * same frame, when it does.
   */
  offer(frame: Frame, takenAtMs: number, half: PictureHalf, infraredHalf: PictureHalf | null = null): void {
    this.#waiting?.frame.close();
    this.#waiting = null;
    if (!this.#worker) return frame.close();
    this.#waiting = { frame, takenAtMs, arrivedAtMs: Date.now(), half, infraredHalf };
    this.#serve(this.#worker);
  }

  /** Takes a frame of the infrared camera over. */
  offerInfrared(frame: Frame, takenAtMs: number): void {
    if (!this.#worker) return frame.close();
    this.#infrared.add(frame, takenAtMs, this.#waiting?.takenAtMs ?? null);
    this.#serve(this.#worker);
  }

  /** The next frame with a face is to come with its picture. */
  wantPicture(): void {
    this.#wantsPicture = true;
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#partnerTimer);
    this.#partnerTimer = undefined;
    this.#waiting?.frame.close();
    this.#waiting = null;
    this.#infrared.clear();
    this.#worker?.terminate();
    this.#worker = null;
    this.#isFree = false;
  }

  #take(message: FromWorker): void {
    if (message.kind === 'observed') return this.#events.onObserved(message.observation);
    if (message.kind === 'code') return this.#events.onCode(message.text);
    if (message.kind === 'failed') return this.#fail(message.message);
    clearTimeout(this.#timer);
    this.#isFree = true;
    if (message.kind === 'ready') this.#events.onReady(message.warmUpMs);
    // A frame was gone through whole, codes and all.
    else this.#failures = 0;
    if (this.#worker) this.#serve(this.#worker);
  }

  /** Gives the waiting frame to a free worker, but first a moment to its partner, when that may still come. */
  #serve(worker: AnalysisWorker<Frame>): void {
    if (!this.#isFree || !this.#waiting) return;
    const { frame, takenAtMs, arrivedAtMs, half, infraredHalf } = this.#waiting;
    if (infraredHalf !== null)
      return this.#send(worker, { frame, takenAtMs, half, infrared: { frame: null, takenAtMs, half: infraredHalf } });
    const partner = this.#infrared.take(takenAtMs);
    if (partner) return this.#send(worker, { frame, takenAtMs, half, infrared: { ...partner, half: 'whole' } });
    const isOverdue = this.#partnerTimer === undefined && !this.#infrared.mayCome(arrivedAtMs, Date.now());
    if (isOverdue) return this.#send(worker, { frame, takenAtMs, half, infrared: null });
    // Counted from the first frame that waited: newer ones must not put it off for ever.
    this.#partnerTimer ??= setTimeout(() => this.#sendAlone(worker), PAIR_MS);
  }

  #sendAlone(worker: AnalysisWorker<Frame>): void {
    this.#partnerTimer = undefined;
    if (worker !== this.#worker || !this.#isFree || !this.#waiting) return;
    const { frame, takenAtMs, half } = this.#waiting;
    this.#send(worker, { frame, takenAtMs, half, infrared: null });
  }

  #send(worker: AnalysisWorker<Frame>, next: Omit<FrameToAnalyse<Frame>, 'kind' | 'wantsPicture'>): void {
    clearTimeout(this.#partnerTimer);
    this.#partnerTimer = undefined;
    this.#waiting = null;
    this.#isFree = false;
    this.#failAfter(HUNG_MS);
    const message: FrameToAnalyse<Frame> = { kind: 'frame', ...next, wantsPicture: this.#wantsPicture };
    this.#wantsPicture = false;
    worker.send(message, next.infrared?.frame ? [next.frame, next.infrared.frame] : [next.frame]);
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
