import { decodeWiegand, type WiegandReading } from './decode.ts';
import type { Bit } from './format.ts';

/** The falling edge of a pulse on one of the two lines: D0 low is a zero, D1 low is a one. */
export interface WiegandEdge {
  readonly line: Bit;
  /** The kernel's time stamp of the edge, µs of a monotonic clock. */
  readonly atUs: number;
}

export interface WiegandTiming {
  /** Edges nearer than this to the last one are noise, µs. Readers leave 200 µs to 20 ms. Default 100. */
  readonly leastGapUs?: number;
  /** Silence that ends a frame, µs. Default 25,000. */
  readonly frameEndUs?: number;
}

/** Bits that are kept of one frame; more are only counted. */
const mostKept = 64;

/**
 * Gathers pulses into frames. A frame ends with silence: the next edge that comes late enough ends it, or `expire` does.
 * Whatever is doubtful about a frame refuses the whole of it; nothing is put right by guessing.
 */
export class EdgeDecoder {
  readonly #leastGapUs: number;
  readonly #frameEndUs: number;
  #bits: Bit[] = [];
  #count = 0;
  #lastUs: number | null = null;
  #isNoisy = false;
  #hasLost = false;

  constructor({ leastGapUs = 100, frameEndUs = 25_000 }: WiegandTiming = {}) {
    this.#leastGapUs = leastGapUs;
    this.#frameEndUs = frameEndUs;
  }

  /** When the frame under way ends if nothing more arrives, on the clock of the edges; null: there is none. */
  get endsAtUs(): number | null {
    return this.#lastUs === null ? null : this.#lastUs + this.#frameEndUs;
  }

  /**
   * Takes the next edge; answers the frame before it, if this edge is the first of a new one. `hasLost`: others were lost just
   * before it. They may have belonged to the frame before or to this one: neither can be trusted.
   */
  push(edge: WiegandEdge, hasLost = false): WiegandReading | null {
    this.#hasLost ||= hasLost;
    const ended = this.expire(edge.atUs);
    this.#hasLost ||= hasLost;
    // A clock that runs backwards is a fault of the line's source, and as good as noise.
    if (this.#lastUs !== null && edge.atUs - this.#lastUs < this.#leastGapUs) this.#isNoisy = true;
    this.#lastUs = Math.max(edge.atUs, this.#lastUs ?? edge.atUs);
    this.#count += 1;
    if (this.#bits.length < mostKept) this.#bits.push(edge.line);
    return ended;
  }

  /** The frame under way, if it has ended by `nowUs`. */
  expire(nowUs: number): WiegandReading | null {
    const { endsAtUs } = this;
    if (endsAtUs === null || nowUs < endsAtUs) return null;
    const reading = this.#conclude();
    this.#bits = [];
    this.#count = 0;
    this.#lastUs = null;
    this.#isNoisy = false;
    this.#hasLost = false;
    return reading;
  }

  #conclude(): WiegandReading {
    if (this.#isNoisy) return { kind: 'refused', reason: 'noise', bits: this.#count };
    if (this.#hasLost) return { kind: 'refused', reason: 'missingBits', bits: this.#count };
    if (this.#count > this.#bits.length) return { kind: 'refused', reason: 'tooManyBits', bits: this.#count };
    return decodeWiegand(this.#bits);
  }
}
