import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { PlatformCall } from './ports.ts';

/** What is told of an answer; sizes in bytes as they crossed the wire. */
export interface AnswerTold {
  readonly sentBytes: number;
  readonly receivedBytes: number;
  /** The platform's own code: `0`, `400_04`. */
  readonly code: string;
  /** The platform took the call. */
  readonly isFine: boolean;
}

/** Tells of every call how it went, and nothing of what was in it. */
export class CallWatch {
  readonly #clock: Clock;
  readonly #called: (call: PlatformCall) => void;

  constructor(clock: Clock, called: ((call: PlatformCall) => void) | undefined) {
    this.#clock = clock;
    this.#called = called ?? (() => undefined);
  }

  /** Makes the call `name` and tells of it, be it answered or not. */
  async over<T>(name: string, send: () => Promise<T>, tell: (answer: T) => AnswerTold): Promise<T> {
    const atMs = this.#clock.now();
    const beganMs = this.#clock.monotonic();
    const tookMs = (): number => Math.round(this.#clock.monotonic() - beganMs);
    try {
      const answer = await send();
      this.#called({ name, atMs, tookMs: tookMs(), ...tell(answer) });
      return answer;
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'a call failed');
      this.#called({ name, atMs, tookMs: tookMs(), sentBytes: null, receivedBytes: null, code, isFine: false });
      throw error;
    }
  }
}
