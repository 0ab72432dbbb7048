import type { Config } from '../../config/schema.ts';
import type { HoldReason, OpeningOutcome, TurnstileState } from '../../gate/ports.ts';
import type { Clock } from '../../shared/clock.ts';
import { Fault } from '../../shared/fault.ts';
import type { Log } from '../../shared/log.ts';
import type { ObservableTurnstile, TurnstileDiagnostics } from '../diagnostics.ts';
import { OpeningTally } from '../opening-tally.ts';
import { PulseGiver } from '../pulse-giver.ts';
import { lineDiagnostics } from './line-diagnostics.ts';
import { LineKeeper } from './line-keeper.ts';
import type { GpioOutput, GpioPort } from './port.ts';

export interface GpioTurnstileOptions {
  readonly turnstile: Config['turnstile'];
  readonly gpio: GpioPort;
  readonly log: Log;
  readonly clock: Clock;
  /** The gate is kept open from the start. */
  readonly hold?: HoldReason | null;
}

const mostWaiting = 2;

/**
 * A turnstile behind a digital output of the terminal. What the kernel took counts as `opened`: a line has no answer. The
 * kernel lets go of the line when the program ends, however it ends; what the pin does then is the chip's. Its level
 * is set again once a second: a chip that was away for a moment has forgotten it.
 */
export class GpioTurnstile implements ObservableTurnstile {
  readonly canHold = true;
  readonly #tally: OpeningTally;
  readonly #pulses: PulseGiver;
  readonly #line: LineKeeper<GpioOutput>;
  readonly #place: string;
  #hold: HoldReason | null;
  #isActive = false;

  /** Takes the line at once; it is inactive from then on, unless the gate is kept open. */
  constructor({ turnstile, gpio, log, clock, hold = null }: GpioTurnstileOptions) {
    const { chip, line, activeLow, drive } = turnstile.gpio;
    this.#place = `${chip} ${String(line)}`;
    this.#tally = new OpeningTally({ log, clock, place: this.#place });
    this.#pulses = new PulseGiver({
      means: {
        begin: () => Promise.resolve(this.#set(true) ? 'opened' : 'notAnswering'),
        end: () => Promise.resolve(this.#set(false)),
        hold: () => Promise.resolve(this.#set(true)),
      },
      pulseMs: turnstile.pulseMs,
      mostWaiting,
      holdAgainMs: null,
    });
    this.#line = new LineKeeper({
      open: () => {
        const fixed = { chip, offset: line, consumer: 'gate turnstile', isActiveLow: activeLow, bias: 'asIs', drive } as const;
        return gpio.openOutput({ ...fixed, beginsActive: this.#hold !== null });
      },
      keepsLevel: () => this.#hold !== null,
      renew: (output) => output.set(this.#isActive),
      read: (output) => void output.read(),
      onOpen: () => {
        this.#isActive = this.#hold !== null;
        this.#tally.set('ok', this.#place);
        this.#pulses.connected();
      },
      onFault: (fault) => this.#tally.set('notAnswering', `${this.#place}: ${fault.code}`),
    });
    this.#hold = hold;
    this.#pulses.hold(hold !== null);
    this.#line.start();
  }

  open(): Promise<OpeningOutcome> {
    return this.#tally.count(this.#line.held === null ? Promise.resolve('notAnswering') : this.#pulses.open(null));
  }

  hold(reason: HoldReason | null): void {
    this.#hold = reason;
    this.#pulses.hold(reason !== null);
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
    const isReleased = this.#hold === 'release';
    await this.#pulses.close(isReleased);
    this.#line.close(isReleased);
  }

  #set(isActive: boolean): boolean {
    const output = this.#line.held;
    if (output === null) return false;
    this.#isActive = isActive;
    try {
      output.set(isActive);
      return true;
    } catch (error) {
      this.#line.lost(Fault.from(error, 'gpio.lost', 'the line cannot be set'));
      return false;
    }
  }
}
