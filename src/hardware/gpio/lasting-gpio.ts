import { Fault } from '../../shared/fault.ts';
import type {
  GpioInput,
  GpioInputListener,
  GpioInputRequest,
  GpioOutput,
  GpioOutputRequest,
  GpioPort,
  WiegandOutput,
  WiegandOutputRequest,
} from './port.ts';

interface Kept {
  readonly request: GpioOutputRequest;
  readonly output: GpioOutput;
}

/**
 * Lines that outlive whoever drives them: an output that is closed with its level kept stays held as it is, and whoever asks
 * for it next takes it over without a gap. So a part that another one replaces does not shut a gate which a fire released.
 * One that nobody asks for again stays as it is; the kernel lets go of all of them when the process ends.
 */
export class LastingGpio implements GpioPort {
  readonly #port: GpioPort;
  readonly #kept = new Map<string, Kept>();

  constructor(port: GpioPort) {
    this.#port = port;
  }

  openInput(request: GpioInputRequest, listener: GpioInputListener): GpioInput {
    for (const offset of request.offsets) this.#letGo(request.chip, offset);
    return this.#port.openInput(request, listener);
  }

  openOutput(request: GpioOutputRequest): GpioOutput {
    const output = this.#takeOver(request) ?? this.#port.openOutput(request);
    let isOpen = true;
    let isBroken = false;
    const whileOpen = <T>(act: () => T): T => {
      // The line may be somebody else's by now.
      if (!isOpen) throw new Fault('gpio.lost', `line ${String(request.offset)} of ${request.chip} was let go of`);
      isBroken = true;
      const done = act();
      isBroken = false;
      return done;
    };
    return {
      set: (isActive) => whileOpen(() => output.set(isActive)),
      read: () => whileOpen(() => output.read()),
      close: (keepsLevel = false) => {
        if (!isOpen) return;
        isOpen = false;
        if (keepsLevel && !isBroken) this.#kept.set(placeOf(request.chip, request.offset), { request, output });
        else output.close(keepsLevel);
      },
    };
  }

  openWiegand(request: WiegandOutputRequest): WiegandOutput {
    for (const offset of [request.d0, request.d1]) this.#letGo(request.chip, offset);
    return this.#port.openWiegand(request);
  }

  /** The line as it was left, if it is wanted in the same way and still works. */
  #takeOver(request: GpioOutputRequest): GpioOutput | null {
    const place = placeOf(request.chip, request.offset);
    const kept = this.#kept.get(place);
    if (kept === undefined) return null;
    this.#kept.delete(place);
    try {
      if (isSameWiring(kept.request, request)) {
        kept.output.set(request.beginsActive);
        return kept.output;
      }
    } catch {
      // Lost meanwhile: it is asked for anew.
    }
    kept.output.close(request.beginsActive);
    return null;
  }

  #letGo(chip: string, offset: number): void {
    const place = placeOf(chip, offset);
    this.#kept.get(place)?.output.close();
    this.#kept.delete(place);
  }
}

const placeOf = (chip: string, offset: number): string => `${chip} ${String(offset)}`;

const isSameWiring = (kept: GpioOutputRequest, wanted: GpioOutputRequest): boolean =>
  kept.isActiveLow === wanted.isActiveLow && kept.drive === wanted.drive && kept.bias === wanted.bias;
