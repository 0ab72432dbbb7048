import type { Config } from '../../config/schema.ts';
import type { Clock } from '../../shared/clock.ts';
import { inputNames, type InputName } from '../../shared/input-name.ts';
import type { Log } from '../../shared/log.ts';
import type { ObservableTurnstile } from '../diagnostics.ts';
import type { GpioPort } from '../gpio/port.ts';
import { Debouncer } from './debouncer.ts';
import { readGpioLine } from './gpio-input-line.ts';
import type { InputListener, InputReport } from './input-report.ts';
import { InputTally } from './input-tally.ts';

export interface InputsOptions {
  readonly inputs: Config['inputs'];
  readonly gpio: GpioPort;
  /** Its board may have inputs too. */
  readonly turnstile: ObservableTurnstile;
  readonly listener: InputListener;
  readonly clock: Clock;
  readonly log: Log;
}

/** Everything that is wired to the terminal besides readers, read until it is closed. */
export class Inputs {
  readonly #options: InputsOptions;
  readonly #tallies = new Map<InputName, InputTally>();
  readonly #stop = new AbortController();
  readonly #running: readonly Promise<void>[];

  constructor(options: InputsOptions) {
    this.#options = options;
    this.#running = inputNames.flatMap((name) => (options.inputs[name].source === 'gpio' ? [this.#readLine(name)] : []));
    this.#readBoard(inputNames.filter((name) => options.inputs[name].source === 'modbus'));
  }

  /** The configured inputs, in the order of their names. */
  reports(): readonly InputReport[] {
    return [...this.#tallies.values()].map((tally) => tally.report());
  }

  async close(): Promise<void> {
    this.#stop.abort();
    await Promise.all(this.#running);
  }

  #tally(name: InputName, place: string): InputTally {
    const { listener, clock, log } = this.#options;
    const tally = new InputTally(name, place, { listener, now: () => clock.now(), log });
    this.#tallies.set(name, tally);
    return tally;
  }

  #readLine(name: InputName): Promise<void> {
    const { inputs, gpio } = this.#options;
    const { chip, bias, debounceMs } = inputs;
    const { line, activeLow } = inputs[name];
    const request = {
      chip,
      consumer: `gate ${name}`,
      isActiveLow: activeLow,
      bias,
      offsets: [line],
      edges: 'both',
      debounceUs: debounceMs * 1_000,
    } as const;
    return readGpioLine(gpio, request, this.#tally(name, `${chip} ${String(line)}`), this.#stop.signal);
  }

  #readBoard(names: readonly InputName[]): void {
    if (names.length === 0) return;
    const { inputs, turnstile, clock } = this.#options;
    const wired = names.map((name) => ({
      ...inputs[name],
      debouncer: new Debouncer(inputs.debounceMs),
      tally: this.#tally(name, `modbus ${String(inputs[name].line)}`),
    }));
    turnstile.watchInputs?.(
      wired.map(({ line }) => line),
      (levels, fault) => {
        for (const { line, activeLow, debouncer, tally } of wired) {
          const level = levels[line];
          if (level === undefined) {
            debouncer.forget();
            tally.lost(fault?.code ?? 'relay.rejected');
          } else {
            const settled = debouncer.push(level !== activeLow, clock.monotonic());
            if (settled !== null) tally.read(settled);
          }
        }
      },
      this.#stop.signal,
    );
  }
}
