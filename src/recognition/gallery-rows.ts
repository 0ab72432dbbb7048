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
 * Templates of unit length in memory that grows in place, twice: row after row in 16 bits, on which all are estimated, and as
 * they came, on which those are compared that an estimate cannot rule out. What is estimated lies close together: with the
 * other rows in between it takes half as long again.
 *
 * With P, G the probe and a row at the length `ONE`, and p, g the same rounded to whole numbers (each off by at most ½):
 * |p·g − P·G| = |P·(g−G) + (p−P)·G + (p−P)·(g−G)| ≤ ½√n·(|P| + |G|) + ¼n, by Cauchy and Schwarz. By the same inequality no
 * part of the sum p·g can leave 32 bits.
 */
export class GalleryRows {
  readonly #length: number;
  /** Numbers from one row of 16 bits to the next. */
  readonly #stride: number;
  /** Where the sums and the first row of 16 bits lie, bytes; the probe lies at 0. */
  readonly #sumsAt: number;
  readonly #rowsAt: number;
  readonly #codeMemory: VectorMemory;
  readonly #floatMemory = createVectorMemory(0);
  readonly #kernel: DotKernel | null;
  #capacity = 0;
  #codes: Int16Array;
  #sums: Int32Array;
  #floats = new Float32Array();

  /** `length`: numbers per template. `isPlain`: without the processor's vectors, comparing every row; slower, the same answers. */
  constructor(length: number, isPlain: boolean) {
    this.#length = length;
    this.#stride = Math.ceil(length / ROW_STEP) * ROW_STEP;
    this.#sumsAt = 2 * this.#stride;
    this.#rowsAt = this.#sumsAt + 4 * BLOCK;
    this.#codeMemory = createVectorMemory(Math.ceil(this.#rowsAt / PAGE_BYTES));
    this.#kernel = isPlain ? null : createDotKernel(this.#codeMemory, this.#stride);
    this.#codes = new Int16Array(this.#codeMemory.buffer);
    this.#sums = new Int32Array(this.#codeMemory.buffer, this.#sumsAt, BLOCK);
  }

  /** Bytes that so many rows take; reserved ones take none until they are written. */
  bytesOf(count: number): number {
    return this.#rowsAt + count * (2 * this.#stride + 4 * this.#length);
  }

  /** Makes room for `count` rows. Throws a RangeError when there is none; the rows stay as they were. */
  reserve(count: number): void {
    if (count <= this.#capacity) return;
    const rows = Math.max(count, BLOCK, 2 * this.#capacity);
    growTo(this.#codeMemory, this.#rowsAt + 2 * rows * this.#stride);
    this.#codes = new Int16Array(this.#codeMemory.buffer);
    this.#sums = new Int32Array(this.#codeMemory.buffer, this.#sumsAt, BLOCK);
    growTo(this.#floatMemory, 4 * rows * this.#length);
    this.#floats = new Float32Array(this.#floatMemory.buffer);
    this.#capacity = rows;
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
    this.#encode(0, probe, factor);
    const half = 0.5 * Math.sqrt(this.#length);
    // One more for the rounding of the numbers in which the bound itself is reckoned.
    const error = half * ONE * (2 + LENGTH_TOLERANCE) + half * half + 1;
    return { probe, scale: factor * ONE, error };
  }

  /** Estimates the `count` rows, BLOCK at most, from `first` on; answers the largest estimate. */
  estimate(first: number, count: number): number {
    if (this.#kernel !== null) return this.#kernel(2 * this.#codesOf(first), 0, this.#sumsAt, count);
    // Without the kernel every row may be the nearest.
    this.#sums.fill(0x7fff_ffff, 0, count);
    return 0x7fff_ffff;
  }

  /** What was estimated last, in the order of the rows; valid until rows are reserved. */
  get estimates(): Int32Array {
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
    return this.#rowsAt / 2 + row * this.#stride;
  }

  #floatsOf(row: number): number {
    return row * this.#length;
  }
}

function growTo(memory: VectorMemory, bytes: number): void {
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
}
