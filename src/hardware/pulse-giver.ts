import type { OpeningOutcome } from '../gate/ports.ts';
import { gapMs, holdsDoorFromMs } from './modbus/pulse-plan.ts';
import { pause } from './readers/pause.ts';

/** How a pulse is given on a line that knows nothing of pulses itself. None of these rejects. */
export interface PulseMeans {
  /** Begins a pulse for a worker, or for nobody in particular. */
  readonly begin: (workerId: string | null) => Promise<OpeningOutcome>;
  /** Ends it; answers whether that is sure. */
  readonly end: () => Promise<boolean>;
  /** Opens the gate for as long as `end` is not called; answers whether that is sure. Null: it cannot be kept open. */
  readonly hold: (() => Promise<boolean>) | null;
}

export interface PulseGiverOptions {
  readonly means: PulseMeans;
  readonly pulseMs: number;
  /** So many pulses may wait for the running one; who comes later shares the last of them. */
  readonly mostWaiting: number;
  /** While the gate is kept open it is told so again after this: a controller may forget it. Null: `hold` is known to last. */
  readonly holdAgainMs: number | null;
}

interface Waiting {
  readonly workerId: string | null;
  readonly promise: Promise<OpeningOutcome>;
  readonly resolve: (outcome: OpeningOutcome) => void;
}

const retryMs = 500;

/**
 * Pulses one after the other with a gap in between. As with a relay board, a pulse of 2 s or more holds a door: an opening
 * during it renews it. While the gate is held open an opening begins a pulse that nothing ends.
 */
export class PulseGiver {
  readonly #options: PulseGiverOptions;
  readonly #stop = new AbortController();
  readonly #waiting: Waiting[] = [];
  #wake: AbortController = new AbortController();
  #isHeld = false;
  #isHeldSure = false;
  #mayBeOn = false;
  #isRunning = false;
  #running: Promise<void> = Promise.resolve();

  constructor(options: PulseGiverOptions) {
    this.#options = options;
  }

  /** Resolves as soon as the fate of its pulse is known; never rejects. */
  open(workerId: string | null): Promise<OpeningOutcome> {
    if (this.#stop.signal.aborted) return Promise.resolve('notAnswering');
    const last = this.#waiting.at(-1);
    if (last !== undefined && this.#waiting.length >= this.#options.mostWaiting) return last.promise;
    const waiting = { workerId, ...Promise.withResolvers<OpeningOutcome>() };
    this.#waiting.push(waiting);
    this.#work();
    return waiting.promise;
  }

  hold(isHeld: boolean): void {
    if (this.#isHeld === isHeld) return;
    this.#isHeld = isHeld;
    this.#isHeldSure = false;
    this.#work();
  }

  /** The line is there anew: what is held is ordered again, and what may have stayed on is switched off. */
  connected(): void {
    this.#isHeldSure = false;
    this.#mayBeOn = true;
    this.#work();
  }

  /** The line is lost: whoever waits is told that nothing reached the gate. */
  lost(): void {
    for (const { resolve } of this.#waiting.splice(0)) resolve('notAnswering');
  }

  /** Ends what may be on; `keepsOpen`: leaves the gate as it is. */
  async close(keepsOpen: boolean): Promise<void> {
    this.#stop.abort();
    this.#wake.abort();
    this.lost();
    await this.#running;
    if (!keepsOpen && (this.#mayBeOn || this.#isHeldSure)) await this.#options.means.end();
  }

  #work(): void {
    this.#wake.abort();
    if (this.#isRunning || this.#stop.signal.aborted) return;
    this.#isRunning = true;
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    const { means } = this.#options;
    try {
      while (!this.#stop.signal.aborted) {
        this.#wake = new AbortController();
        const next = this.#waiting.shift();
        if (next !== undefined) await this.#pulse(next);
        else if (this.#isHeld) {
          if (means.hold === null || this.#isHeldSure) return;
          this.#mayBeOn = true;
          this.#isHeldSure = await means.hold();
          await this.#untilHeldAgain();
        } else if (this.#mayBeOn) await this.#end();
        else return;
      }
    } finally {
      this.#isRunning = false; // in the moment of returning: what is asked for from here on begins anew
    }
  }

  async #pulse({ workerId, resolve }: Waiting): Promise<void> {
    const { means, pulseMs } = this.#options;
    const outcome = await means.begin(workerId);
    if (outcome !== 'notAnswering') this.#mayBeOn = true;
    resolve(outcome);
    this.#isHeldSure = false; // the end of a controller's own pulse may have shut what was held
    if (outcome !== 'opened' || this.#isHeld) return;
    const endsAtMs = performance.now() + pulseMs;
    for (let leftMs = pulseMs; leftMs > 0; leftMs = endsAtMs - performance.now()) {
      this.#wake = new AbortController();
      await this.#pause(Math.ceil(leftMs));
      if (this.#isCutShort()) return;
    }
    await this.#end();
  }

  /** Something else follows the running pulse than its end. */
  #isCutShort(): boolean {
    const isRenewed = this.#options.pulseMs >= holdsDoorFromMs && this.#waiting.length > 0;
    return this.#isHeld || isRenewed || this.#stop.signal.aborted;
  }

  async #end(): Promise<void> {
    this.#mayBeOn = !(await this.#options.means.end());
    await pause(this.#mayBeOn ? retryMs : gapMs, this.#stop.signal);
  }

  /** Returns at once where what is held needs no more orders. */
  async #untilHeldAgain(): Promise<void> {
    const { holdAgainMs } = this.#options;
    if (!this.#isHeldSure) return this.#pause(retryMs);
    if (holdAgainMs === null) return;
    await this.#pause(holdAgainMs);
    this.#isHeldSure = false;
  }

  /** Until `ms` are over or something new is asked for. */
  #pause(ms: number): Promise<void> {
    return pause(ms, AbortSignal.any([this.#stop.signal, this.#wake.signal]));
  }
}
