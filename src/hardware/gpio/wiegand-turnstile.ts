import type { Config } from '../../config/schema.ts';
import type { OpeningOutcome, TurnstileState } from '../../gate/ports.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { ObservableTurnstile, TurnstileDiagnostics } from '../diagnostics.ts';
import { OpeningTally } from '../opening-tally.ts';
import { PulseGiver } from '../pulse-giver.ts';
import { encodeWiegand } from '../wiegand/encode.ts';
import type { Bit, WiegandFormat } from '../wiegand/format.ts';
import { workerNumber } from '../wiegand/worker-number.ts';
import { lineDiagnostics } from './line-diagnostics.ts';
import { LineKeeper } from './line-keeper.ts';
import type { GpioPort, WiegandOutput } from './port.ts';

export interface WiegandTurnstileOptions {
  readonly turnstile: Config['turnstile'];
  readonly gpio: GpioPort;
  /** The number of a worker's card in decimal digits, or null. */
  readonly cardOf: (workerId: string) => string | null;
  readonly log: Log;
  readonly clock: Clock;
}

/** Frames are short, and each speaks of somebody else: nobody shares one while these many wait. */
const mostWaiting = 16;

/**
 * A turnstile behind a controller that takes card numbers: the worker's number is sent, the controller decides and opens.
 * What went out counts as `opened`: a Wiegand line has no answer. The gate cannot be kept open this way.
 */
export class WiegandTurnstile implements ObservableTurnstile {
  readonly canHold = false;
  readonly #options: WiegandTurnstileOptions;
  readonly #format: WiegandFormat;
  readonly #tally: OpeningTally;
  readonly #pulses: PulseGiver;
  readonly #line: LineKeeper<WiegandOutput>;
  readonly #place: string;

  /** Takes the lines at once. */
  constructor(options: WiegandTurnstileOptions) {
    const { turnstile, gpio, log, clock } = options;
    const { chip, d0, d1, activeLow, drive, pulseUs, spacingUs, format } = turnstile.wiegand;
    this.#options = options;
    this.#format = format === '34' ? 34 : 26;
    this.#place = `${chip} ${String(d0)}, ${String(d1)}`;
    this.#tally = new OpeningTally({ log, clock, place: this.#place });
    this.#pulses = new PulseGiver({
      means: { begin: (workerId) => this.#send(workerId), end: () => Promise.resolve(true), hold: null },
      pulseMs: 0,
      mostWaiting,
      holdAgainMs: null,
    });
    this.#line = new LineKeeper({
      open: () =>
        gpio.openWiegand({
          chip,
          d0,
          d1,
          consumer: 'gate Wiegand',
          isActiveLow: activeLow,
          bias: 'asIs',
          drive,
          pulseUs,
          spacingUs,
        }),
      read: (output) => output.check(),
      onOpen: () => this.#tally.set('ok', this.#place),
      onFault: (fault) => this.#tally.set('notAnswering', `${this.#place}: ${fault.code}`),
    });
    this.#line.start();
  }

  open(workerId: string | null = null): Promise<OpeningOutcome> {
    return this.#tally.count(this.#line.held === null ? Promise.resolve('notAnswering') : this.#pulses.open(workerId));
  }

  hold(): void {
    // A number opens for one passage; there is none that keeps a gate open.
  }

  state(): { readonly state: TurnstileState; readonly detail: string | null } {
    return this.#tally.state();
  }

  onChange(listener: () => void, signal: AbortSignal): void {
    this.#tally.onChange(listener, signal);
  }

  diagnostics(): TurnstileDiagnostics {
    return lineDiagnostics(this.#place, this.#line, this.#tally.outcomes);
  }

  async close(): Promise<void> {
    await this.#pulses.close(false);
    this.#line.close();
  }

  async #send(workerId: string | null): Promise<OpeningOutcome> {
    const output = this.#line.held;
    const bits = this.#bitsOf(workerId);
    if (output === null || bits === null) return 'notAnswering';
    try {
      await output.send(bits);
      return 'opened';
    } catch (error) {
      // Some of the pulses may have gone out; a controller refuses a frame that is not whole, but who knows.
      this.#line.lost(Fault.from(error, 'gpio.lost', 'the number could not be sent'));
      return 'unknown';
    }
  }

  /** Null where his number cannot be had: the line is not to blame, and serves whoever comes next. */
  #bitsOf(workerId: string | null): readonly Bit[] | null {
    try {
      return encodeWiegand(this.#format, this.#numberOf(workerId));
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'there is no number to send');
      this.#options.log.error('gate', 'numberFailed', { code });
      return null;
    }
  }

  /** Who opens by hand has a number of his own, which the site gives to the controller. */
  #numberOf(workerId: string | null): number {
    const { turnstile, cardOf } = this.#options;
    return workerId === null ? turnstile.wiegand.manualNumber : workerNumber(this.#format, workerId, cardOf(workerId));
  }
}
