import { Fault } from '../shared/fault.ts';
import { createDotKernel, createVectorMemory, PAGE_BYTES, ROW_STEP, type DotKernel, type VectorMemory } from './dot-kernel.ts';

/** Rows that are estimated at a time; their sums stay in the processor's nearest cache. */
export const BLOCK = 256;
/** What the number 1 is in 16 bits: the sum of a pair of products still fits into 32. */
const ONE = 32_767;
/** How far the length of a template may be from 1; rounding alone makes 1e-7 of it. */
const LENGTH_TOLERANCE = 0.001;

/** A probe made ready to be compared. */
export interface Aim {
  readonly probe: Float32Array;
  /** Estimate = cosine × this, but for at most `error`. */
  readonly scale: number;
  /** How far an estimate can be from the cosine × `scale`. */
  readonly error: number;
}

/**
 * Templates of unit length in one memory that grows in place: block after block, each of 256 rows in 16 bits, on which all are
 * estimated, and then the same rows as they came, on which those are compared that an estimate cannot rule out.
 *
 * With P, G the probe and a row at the length `ONE`, and p, g the same rounded to whole numbers (each off by at most ½):
 * |p·g − P·G| = |P·(g−G) + (p−P)·G + (p−P)·(g−G)| ≤ ½√n·(|P| + |G|) + ¼n, by Cauchy and Schwarz. By the same inequality no
 * part of the sum p·g can leave 32 bits.
 */
export class GalleryRows {
  readonly #length: number;
  /** Numbers from one row of 16 bits to the next. */
  readonly #stride: number;
  readonly #blockBytes: number;
  /** Where the probe, the sums and the first block lie, bytes. */
  readonly #probeAt = 0;
  readonly #sumsAt: number;
  readonly #blocksAt: number;
  readonly #memory: VectorMemory;
  readonly #kernel: DotKernel | null;
  #capacity = 0;
  #codes: Int16Array;
  #floats: Float32Array;
  #sums: Int32Array;

  /** `length`: numbers per template. `isPlain`: without the processor's vectors, comparing every row; slower, the same answers. */
  constructor(length: number, isPlain: boolean) {
    this.#length = length;
    this.#stride = Math.ceil(length / ROW_STEP) * ROW_STEP;
    this.#sumsAt = 2 * this.#stride;
    this.#blocksAt = this.#sumsAt + 4 * BLOCK;
    this.#blockBytes = BLOCK * (2 * this.#stride + 4 * length);
    this.#memory = createVectorMemory(Math.ceil(this.#blocksAt / PAGE_BYTES));
    this.#kernel = isPlain ? null : createDotKernel(this.#memory, this.#stride);
    [this.#codes, this.#floats, this.#sums] = this.#views();
  }

  /** Bytes of the memory. */
  get bytes(): number {
    return this.#memory.buffer.byteLength;
  }

  /** Makes room for `count` rows. Throws a RangeError when there is none; the rows stay as they were. */
  reserve(count: number): void {
    if (count <= this.#capacity) return;
    const blocks = Math.ceil(count / BLOCK);
    const missing = this.#blocksAt + blocks * this.#blockBytes - this.#memory.buffer.byteLength;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES));
    [this.#codes, this.#floats, this.#sums] = this.#views();
    this.#capacity = blocks * BLOCK;
  }

  /** Throws `Fault` `internal.bug` when it has another number of numbers, or no unit length. */
  check(template: Float32Array): void {
    const norm = this.#normOf(template);
    if (Math.abs(norm - 1) <= LENGTH_TOLERANCE) return;
    throw new Fault('internal.bug', `a template of the length ${norm} instead of 1`);
  }

  /** `row` is within what was reserved, `template` was checked. */
  write(row: number, template: Float32Array): void {
    this.#floats.set(template, this.#floatsOf(row));
    this.#encode(this.#codesOf(row), template, ONE);
  }

  move(from: number, to: number): void {
    this.#floats.copyWithin(this.#floatsOf(to), this.#floatsOf(from), this.#floatsOf(from) + this.#length);
    this.#codes.copyWithin(this.#codesOf(to), this.#codesOf(from), this.#codesOf(from) + this.#stride);
  }

  /** Overwrites the row: a face that was removed must not stay in the memory. */
  wipe(row: number): void {
    this.#floats.fill(0, this.#floatsOf(row), this.#floatsOf(row) + this.#length);
    this.#codes.fill(0, this.#codesOf(row), this.#codesOf(row) + this.#stride);
  }

  /** What the next estimates are of. Throws `Fault` `internal.bug` when it has another number of numbers, or one that is none. */
  aim(probe: Float32Array): Aim {
    const norm = this.#normOf(probe);
    if (!Number.isFinite(norm)) throw new Fault('internal.bug', 'a probe that is no direction');
    const factor = norm > 0 ? ONE / norm : 0;
    this.#encode(this.#probeAt, probe, factor);
    const half = 0.5 * Math.sqrt(this.#length);
    // One more for the rounding of the numbers in which the bound itself is reckoned.
    const error = half * ONE * (2 + LENGTH_TOLERANCE) + half * half + 1;
    return { probe, scale: factor * ONE, error };
  }

  /** Estimates of the `count` rows from `first`, which begins a block; valid until the next call. */
  estimates(first: number, count: number): Int32Array {
    // Without the kernel every row may be the nearest.
    if (this.#kernel === null) this.#sums.fill(0x7fff_ffff, 0, count);
    else this.#kernel(2 * this.#codesOf(first), this.#probeAt, this.#sumsAt, count);
    return this.#sums;
  }

  /** Four sums at a time: additions that do not wait for each other. */
  cosine({ probe }: Aim, row: number): number {
    const floats = this.#floats;
    const length = this.#length;
    const start = this.#floatsOf(row);
    let a = 0;
    let b = 0;
    let c = 0;
    let d = 0;
    let i = 0;
    for (; i + 3 < length; i += 4) {
      const at = start + i;
      a += (probe[i] ?? 0) * (floats[at] ?? 0);
      b += (probe[i + 1] ?? 0) * (floats[at + 1] ?? 0);
      c += (probe[i + 2] ?? 0) * (floats[at + 2] ?? 0);
      d += (probe[i + 3] ?? 0) * (floats[at + 3] ?? 0);
    }
    for (; i < length; i++) a += (probe[i] ?? 0) * (floats[start + i] ?? 0);
    return a + b + (c + d);
  }

  #encode(at: number, vector: Float32Array, factor: number): void {
    const codes = this.#codes;
    for (let i = 0; i < vector.length; i++) codes[at + i] = Math.round((vector[i] ?? 0) * factor);
  }

  #normOf(vector: Float32Array): number {
    if (vector.length !== this.#length) {
      throw new Fault('internal.bug', `an embedding of ${vector.length} numbers in a gallery of ${this.#length}`);
    }
    let sum = 0;
    for (const value of vector) sum += value * value;
    return Math.sqrt(sum);
  }

  /** Where the row begins in `#codes` and in `#floats`. */
  #codesOf(row: number): number {
    return (this.#blocksAt + Math.floor(row / BLOCK) * this.#blockBytes) / 2 + (row % BLOCK) * this.#stride;
  }

  #floatsOf(row: number): number {
    const rows = this.#blocksAt + Math.floor(row / BLOCK) * this.#blockBytes + BLOCK * 2 * this.#stride;
    return rows / 4 + (row % BLOCK) * this.#length;
  }

  #views(): [Int16Array, Float32Array, Int32Array] {
    const { buffer } = this.#memory;
    return [new Int16Array(buffer), new Float32Array(buffer), new Int32Array(buffer, this.#sumsAt, BLOCK)];
  }
}
