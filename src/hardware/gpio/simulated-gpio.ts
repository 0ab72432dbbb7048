import { Fault } from '../../shared/fault.ts';
import type { Bit } from '../wiegand/format.ts';
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

/** A change of an output, as a meter at the pin would see it. */
export interface SimulatedLevel {
  readonly offset: number;
  readonly isHigh: boolean;
  /** `performance.now()`. */
  readonly atMs: number;
}

interface Reader {
  readonly request: GpioInputRequest;
  readonly listener: GpioInputListener;
  readonly settled: Map<number, boolean>;
  readonly timers: Map<number, NodeJS.Timeout>;
  sequence: number;
}

/** One chip in memory: what stands at its pins is set from outside, what the program does to them is kept. */
export class SimulatedGpio implements GpioPort {
  readonly chip: string;
  /** Levels that the program set, in order. */
  readonly levels: SimulatedLevel[] = [];
  /** Frames that went out. */
  readonly frames: (readonly Bit[])[] = [];
  /** As some chips that only drive. */
  cannotReadOutputs = false;
  readonly #lines: number;
  readonly #held = new Set<number>();
  readonly #high = new Map<number, boolean>();
  readonly #readers = new Set<Reader>();
  /** Outputs whose level goes with the chip. */
  readonly #driven = new Set<number>();
  #isPresent = true;
  /** Times that the chip was pulled out: whoever held a line before holds nothing, as with a descriptor of the kernel's. */
  #losses = 0;

  constructor(chip = '/dev/gpiochip0', lines = 32) {
    this.chip = chip;
    this.#lines = lines;
  }

  /** Whether the program, or whoever wires the pin, holds it at the high level. */
  isHigh(offset: number): boolean {
    return this.#high.get(offset) ?? false;
  }

  /** Wires a pin to a level. */
  drive(offset: number, isHigh: boolean): void {
    this.#high.set(offset, isHigh);
    for (const reader of [...this.#readers]) if (reader.request.offsets.includes(offset)) this.#changed(reader, offset);
  }

  /** Pulls the expander out: every line is lost. */
  unplug(): void {
    this.#isPresent = false;
    this.#losses += 1;
    for (const reader of [...this.#readers]) {
      this.#letGo(reader);
      reader.listener.onLost(new Fault('gpio.lost', `${this.chip} is gone`));
    }
    this.#held.clear();
    for (const offset of this.#driven) this.#high.delete(offset);
    this.#driven.clear();
  }

  plugIn(): void {
    this.#isPresent = true;
  }

  openInput(request: GpioInputRequest, listener: GpioInputListener): GpioInput {
    this.#take(request.chip, request.offsets);
    for (const offset of request.offsets) {
      const floating = request.bias === 'pullUp';
      if (!this.#high.has(offset)) this.#high.set(offset, floating);
    }
    const settled = new Map(request.offsets.map((offset) => [offset, this.#isActive(request, offset)]));
    const reader: Reader = { request, listener, settled, timers: new Map(), sequence: 0 };
    this.#readers.add(reader);
    return {
      read: () => {
        this.#requirePresent();
        return request.offsets.map((offset) => reader.settled.get(offset) ?? false);
      },
      close: () => this.#letGo(reader),
    };
  }

  openOutput(request: GpioOutputRequest): GpioOutput {
    this.#take(request.chip, [request.offset]);
    const { offset, isActiveLow, beginsActive } = request;
    const lossesBefore = this.#losses;
    let isOpen = true;
    const isHeld = (): boolean => isOpen && this.#losses === lossesBefore;
    const requireHeld = (): void => {
      if (!isHeld()) throw new Fault('gpio.lost', `line ${String(offset)} of ${this.chip} was let go of, or is gone`);
    };
    const put = (isActive: boolean): void => this.#put(offset, isActive !== isActiveLow);
    this.#driven.add(offset);
    put(beginsActive);
    return {
      set: (isActive) => {
        requireHeld();
        put(isActive);
      },
      read: () => {
        requireHeld();
        if (this.cannotReadOutputs) throw new Fault('gpio.lost', `${this.chip} reads no outputs`);
        return this.isHigh(offset) !== isActiveLow;
      },
      close: (keepsLevel = false) => {
        if (isHeld() && !keepsLevel) put(false);
        if (isHeld()) this.#held.delete(offset);
        isOpen = false;
      },
    };
  }

  openWiegand(request: WiegandOutputRequest): WiegandOutput {
    this.#take(request.chip, [request.d0, request.d1]);
    const lossesBefore = this.#losses;
    let isOpen = true;
    const isHeld = (): boolean => isOpen && this.#losses === lossesBefore;
    return {
      send: (bits) => {
        if (!isHeld()) return Promise.reject(new Fault('gpio.lost', `${this.chip} is gone`));
        this.frames.push([...bits]);
        return Promise.resolve({ pulses: bits.length, longestPulseUs: request.pulseUs, latestUs: 0 });
      },
      check: () => {
        if (!isHeld() || this.cannotReadOutputs) throw new Fault('gpio.lost', `the lines of ${this.chip} cannot be read`);
      },
      close: () => {
        if (isHeld()) for (const offset of [request.d0, request.d1]) this.#held.delete(offset);
        isOpen = false;
      },
    };
  }

  #take(chip: string, offsets: readonly number[]): void {
    if (chip !== this.chip || !this.#isPresent) throw new Fault('gpio.openFailed', `there is no ${chip}`);
    const wrong = offsets.find((offset) => offset >= this.#lines || this.#held.has(offset));
    if (wrong !== undefined) throw new Fault('gpio.openFailed', `line ${String(wrong)} of ${chip} cannot be had`);
    for (const offset of offsets) this.#held.add(offset);
  }

  #put(offset: number, isHigh: boolean): void {
    if (this.#high.get(offset) === isHigh) return;
    this.#high.set(offset, isHigh);
    this.levels.push({ offset, isHigh, atMs: performance.now() });
  }

  #changed(reader: Reader, offset: number): void {
    clearTimeout(reader.timers.get(offset));
    const { debounceUs } = reader.request;
    if (debounceUs === 0) return this.#settle(reader, offset);
    reader.timers.set(
      offset,
      setTimeout(() => this.#settle(reader, offset), debounceUs / 1_000),
    );
  }

  #settle(reader: Reader, offset: number): void {
    const { request, listener, settled } = reader;
    const isActive = this.#isActive(request, offset);
    if (settled.get(offset) === isActive) return;
    settled.set(offset, isActive);
    const isTold = request.edges === 'both' || request.edges === (isActive ? 'rising' : 'falling');
    if (!isTold) return;
    reader.sequence += 1;
    listener.onEdge({ offset, isRising: isActive, atNs: process.hrtime.bigint(), sequence: reader.sequence });
  }

  #isActive({ isActiveLow }: GpioInputRequest, offset: number): boolean {
    return this.isHigh(offset) !== isActiveLow;
  }

  #letGo(reader: Reader): void {
    for (const timer of reader.timers.values()) clearTimeout(timer);
    if (this.#readers.delete(reader)) for (const offset of reader.request.offsets) this.#held.delete(offset);
  }

  #requirePresent(): void {
    if (!this.#isPresent) throw new Fault('gpio.lost', `${this.chip} is gone`);
  }
}
