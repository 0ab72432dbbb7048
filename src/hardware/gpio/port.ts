import type { Bit } from '../wiegand/format.ts';

/** Which line of which chip: the Linux GPIO character device, version 2 (`<linux/gpio.h>`, Linux 5.10). */
export interface GpioLineRequest {
  /** Path of the chip, such as `/dev/gpiochip0`. */
  readonly chip: string;
  /** Shown to others as the user of the line (`gpioinfo`), at most 31 characters. */
  readonly consumer: string;
  /** Active is the low level. Everything below speaks of active and inactive, never of high and low. */
  readonly isActiveLow: boolean;
  /** The chip's own resistor; `asIs` leaves it as it was. */
  readonly bias: 'asIs' | 'disabled' | 'pullUp' | 'pullDown';
}

/** Lines of one chip that are read together: their edges come in one order. */
export interface GpioInputRequest extends GpioLineRequest {
  /** 1 to 64 lines of the chip. */
  readonly offsets: readonly number[];
  /** Which changes are told: `rising` is inactive to active. */
  readonly edges: 'none' | 'rising' | 'falling' | 'both';
  /** A change is passed on once it has stood for so long, µs; 0: at once. */
  readonly debounceUs: number;
}

export interface GpioOutputRequest extends GpioLineRequest {
  readonly offset: number;
  readonly drive: 'pushPull' | 'openDrain' | 'openSource';
  /** Its level from the start. */
  readonly beginsActive: boolean;
}

/** A change of a line. */
export interface GpioEdge {
  readonly offset: number;
  /** It became active. */
  readonly isRising: boolean;
  /** The kernel's time stamp, ns of its monotonic clock. */
  readonly atNs: bigint;
  /** Counts the edges of the whole request from 1; a gap means that edges were lost. */
  readonly sequence: number;
}

export interface GpioInputListener {
  /** In order. Must not throw. */
  readonly onEdge: (edge: GpioEdge) => void;
  /** The lines can no longer be read (an expander was pulled out): `Fault` `gpio.lost`. Nothing follows. */
  readonly onLost: (fault: Error) => void;
}

export interface GpioInput {
  /** Whether each line is active now, in the order of the request. Throws `Fault` `gpio.lost`. */
  read(): readonly boolean[];
  /** Lets go of the lines; no listener is called afterwards. Harmless when repeated. */
  close(): void;
}

export interface GpioOutput {
  /** Takes effect before it returns. Throws `Fault` `gpio.lost`. */
  set(isActive: boolean): void;
  /**
   * Whether the line is active, as the chip reads it back: an open drain reads what stands on the wire. Throws `Fault`
   * `gpio.lost`, always where the chip cannot read its outputs.
   */
  read(): boolean;
  /**
   * Makes the line inactive if that can be done, and lets go of it. `keepsLevel`: leaves it as it is; what a pin does that
   * nobody holds is the chip's, unless the port holds it until somebody asks for it again (`LastingGpio`). Never throws,
   * harmless when repeated.
   */
  close(keepsLevel?: boolean): void;
}

export interface WiegandOutputRequest extends GpioLineRequest {
  /** A pulse on `d0` is a zero, on `d1` a one. Active is the pulse: without a transistor in between lines are active low. */
  readonly d0: number;
  readonly d1: number;
  readonly drive: 'pushPull' | 'openDrain' | 'openSource';
  /** Length of a pulse, µs; usual 50. */
  readonly pulseUs: number;
  /** From the beginning of a pulse to the beginning of the next, µs; usual 2,000. */
  readonly spacingUs: number;
}

/** What became of the pulses of a frame. */
export interface WiegandSent {
  readonly pulses: number;
  /** Longest pulse, and how late the latest pulse began, µs: upper bounds, as measured around the calls. */
  readonly longestPulseUs: number;
  readonly latestUs: number;
}

export interface WiegandOutput {
  /**
   * Sends one frame; frames go out in order with silence between them. Resolves when the last pulse is out.
   * Rejects with `Fault` `gpio.lost` when a pulse could not be given, or when it was closed before this frame began.
   */
  send(bits: readonly Bit[]): Promise<WiegandSent>;
  /** Reads the lines, whatever stands on them. Throws `Fault` `gpio.lost`, always where the chip cannot read its outputs. */
  check(): void;
  /** Ends after the frame under way. Never throws, harmless when repeated. */
  close(): void;
}

/** The lines of the machine. Every `open…` throws `Fault` `gpio.openFailed`: no addon, no chip, a line that somebody else holds. */
export interface GpioPort {
  openInput(request: GpioInputRequest, listener: GpioInputListener): GpioInput;
  /** The line has the level that was asked for from then on. */
  openOutput(request: GpioOutputRequest): GpioOutput;
  openWiegand(request: WiegandOutputRequest): WiegandOutput;
}
