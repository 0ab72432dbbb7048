import { matchesAt, type PatternByte } from './hex-pattern.ts';

/** Finds a pattern in what arrives, wherever it begins. Holds fewer bytes than the pattern has, whatever arrives. */
export class PatternDecoder {
  readonly #pattern: readonly PatternByte[];
  #rest: Uint8Array = new Uint8Array(0);
  #copiesToSkip: number;
  #discardedBytes = 0;

  /** `pattern` has at least one byte. `copiesToSkip`: matches to pass over, 1 where the adapter hears its own sending. */
  constructor(pattern: readonly PatternByte[], copiesToSkip = 0) {
    this.#pattern = pattern;
    this.#copiesToSkip = copiesToSkip;
  }

  /** Bytes seen so far that belong to no match. */
  get discardedBytes(): number {
    return this.#discardedBytes + this.#rest.length;
  }

  /** Takes the next bytes; answers the bytes that match when they are complete. What follows them is dropped. */
  push(chunk: Uint8Array): Uint8Array | null {
    const bytes = Uint8Array.from([...this.#rest, ...chunk]);
    const { length } = this.#pattern;
    let at = 0;
    while (at + length <= bytes.length) {
      if (!matchesAt(this.#pattern, bytes, at)) {
        this.#discardedBytes += 1;
        at += 1;
      } else if (this.#copiesToSkip > 0) {
        this.#copiesToSkip -= 1;
        at += length;
      } else {
        this.#discardedBytes += bytes.length - at - length;
        this.#rest = new Uint8Array(0);
        return bytes.subarray(at, at + length);
      }
    }
    this.#rest = bytes.subarray(at);
    return null;
  }
}
