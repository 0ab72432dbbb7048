import { Fault } from '../shared/fault.ts';
import { BLOCK, GalleryRows } from './gallery-rows.ts';

/** A worker and how alike (cosine, −1 to 1) his nearest template is. */
export interface Candidate {
  readonly workerId: string;
  readonly score: number;
}

/** The nearest worker and the nearest other one; null where the gallery has none. */
export interface SearchResult {
  readonly best: Candidate | null;
  readonly runnerUp: Candidate | null;
}

export interface GalleryOptions {
  /** Compare without the processor's vectors: slower, the same answers. Default: only where it has none. */
  readonly isPlain?: boolean;
}

/**
 * All templates in one block of memory, changed in place and searched whole. Estimates in whole numbers rule out all but a
 * few, which are compared as they came: the answer is that of comparing every one. Embeddings are of unit length, so that
 * the dot product is the cosine.
 */
export class Gallery {
  readonly #rows: GalleryRows;
  /** Which worker a row belongs to: an index into `#workers`. */
  #owners = new Int32Array(BLOCK);
  #size = 0;
  /** Even: whole. Odd: in the middle of a change. */
  #version = 0;
  readonly #workers: (string | null)[] = [];
  readonly #free: number[] = [];
  readonly #numbers = new Map<string, number>();

  /** `length`: numbers per embedding. */
  constructor(length: number, { isPlain = false }: GalleryOptions = {}) {
    this.#rows = new GalleryRows(length, isPlain);
  }

  /** Number of templates. */
  get size(): number {
    return this.#size;
  }

  /** Memory of the templates, bytes. */
  get bytes(): number {
    return this.#rows.bytesOf(this.#size) + this.#owners.byteLength;
  }

  /**
   * Replaces all templates of the worker, or changes nothing: throws `Fault` `internal.bug` when an embedding has another
   * length, a RangeError when there is no room.
   */
  put(workerId: string, embeddings: readonly Float32Array[]): void {
    for (const embedding of embeddings) this.#rows.check(embedding);
    this.#reserve(this.#size + embeddings.length);
    this.#change(() => {
      this.#removeWorker(workerId);
      if (embeddings.length === 0) return;
      const number = this.#free.pop() ?? this.#workers.length;
      this.#workers[number] = workerId;
      this.#numbers.set(workerId, number);
      for (const embedding of embeddings) {
        this.#rows.write(this.#size, embedding);
        this.#owners[this.#size] = number;
        this.#size++;
      }
    });
  }

  /** Removes the worker's templates and overwrites them; does nothing when there are none. */
  remove(workerId: string): void {
    this.#change(() => this.#removeWorker(workerId));
  }

  clear(): void {
    this.#change(() => {
      for (let row = 0; row < this.#size; row++) this.#rows.wipe(row);
      this.#size = 0;
      this.#workers.length = 0;
      this.#free.length = 0;
      this.#numbers.clear();
    });
  }

  /**
   * Compares the probe with every template, but for those of the worker `except`. Throws `Fault` `internal.bug` when it has
   * another length, and when a change broke off in its middle.
   */
  search(probe: Float32Array, except?: string): SearchResult {
    this.#mustBeWhole();
    const aim = this.#rows.aim(probe);
    const passedOver = except === undefined ? -1 : (this.#numbers.get(except) ?? -1);
    let best = -1;
    let bestScore = -Infinity;
    let second = -1;
    let secondScore = -Infinity;
    // What is estimated below it cannot be nearer than the second.
    let least = -Infinity;
    for (let first = 0; first < this.#size; first += BLOCK) {
      const count = Math.min(BLOCK, this.#size - first);
      if (this.#rows.estimate(first, count) < least) continue;
      const { estimates } = this.#rows;
      for (let i = 0; i < count; i++) {
        if ((estimates[i] ?? 0) < least) continue;
        const row = first + i;
        const score = this.#rows.cosine(aim, row);
        if (score <= secondScore) continue;
        const owner = this.#owners[row] ?? -1;
        if (owner === passedOver) continue;
        if (score > bestScore) {
          if (owner !== best) [second, secondScore] = [best, bestScore];
          [best, bestScore] = [owner, score];
        } else if (owner !== best) {
          [second, secondScore] = [owner, score];
        }
        least = secondScore * aim.scale - aim.error;
      }
    }
    return { best: this.#candidate(best, bestScore), runnerUp: this.#candidate(second, secondScore) };
  }

  /** How alike the probe is to the nearest template of this worker; null when he has none. Throws as `search` does. */
  scoreOf(workerId: string, probe: Float32Array): number | null {
    this.#mustBeWhole();
    const aim = this.#rows.aim(probe);
    const number = this.#numbers.get(workerId);
    if (number === undefined) return null;
    let score = -Infinity;
    for (let row = 0; row < this.#size; row++) {
      if (this.#owners[row] === number) score = Math.max(score, this.#rows.cosine(aim, row));
    }
    return score;
  }

  /** Whatever throws within `work` leaves a gallery that refuses to answer rather than one that answers half a change. */
  #change(work: () => void): void {
    this.#mustBeWhole();
    this.#version++;
    work();
    this.#version++;
  }

  #mustBeWhole(): void {
    if (this.#version % 2 !== 0) throw new Fault('internal.bug', 'a change of the gallery broke off');
  }

  #candidate(number: number, score: number): Candidate | null {
    const workerId = this.#workers[number];
    return workerId === undefined || workerId === null ? null : { workerId, score };
  }

  #removeWorker(workerId: string): void {
    const number = this.#numbers.get(workerId);
    if (number === undefined) return;
    for (let row = this.#size - 1; row >= 0; row--) {
      if (this.#owners[row] === number) this.#removeRow(row);
    }
    this.#numbers.delete(workerId);
    this.#workers[number] = null;
    this.#free.push(number);
  }

  /** The last row takes its place. */
  #removeRow(row: number): void {
    const last = this.#size - 1;
    this.#rows.move(last, row);
    this.#owners[row] = this.#owners[last] ?? -1;
    this.#rows.wipe(last);
    this.#size = last;
  }

  #reserve(count: number): void {
    this.#rows.reserve(count);
    if (count <= this.#owners.length) return;
    const owners = new Int32Array(Math.max(count, 2 * this.#owners.length));
    owners.set(this.#owners);
    this.#owners = owners;
  }
}
