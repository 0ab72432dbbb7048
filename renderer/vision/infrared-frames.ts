import { PAIR_MS } from '../../src/shared/vision/liveness/evidence.ts';

/** A camera lends few frames at a time: whoever keeps more of them stops it. */
const KEPT = 2;
/** An infrared camera silent for this long is not waited for, ms. */
const SILENT_MS = 500;

interface Kept<Frame> {
  readonly frame: Frame;
  readonly takenAtMs: number;
}

/** The newest frames of the infrared camera, until a visible one asks for its partner. */
export class InfraredFrames<Frame extends { close(): void }> {
  #kept: readonly Kept<Frame>[] = [];
  #lastMs = -Infinity;

  /** Takes the frame over. */
  add(frame: Frame, takenAtMs: number): void {
    this.#lastMs = takenAtMs;
    this.#kept = [...this.#kept, { frame, takenAtMs }];
    this.#dropUpTo(this.#kept.length - KEPT);
  }

  /** Hands over the frame nearest to `takenAtMs`, at most PAIR_MS away, and drops the older ones; null when there is none. */
  take(takenAtMs: number): Kept<Frame> | null {
    const far = ({ takenAtMs: atMs }: Kept<Frame>): number => Math.abs(atMs - takenAtMs);
    const nearest = this.#kept.toSorted((a, b) => far(a) - far(b))[0];
    if (!nearest || far(nearest) > PAIR_MS) return null;
    this.#dropUpTo(this.#kept.indexOf(nearest));
    this.#kept = this.#kept.slice(1);
    return nearest;
  }

  /** May a partner of a frame taken at `takenAtMs` still come? */
  mayCome(takenAtMs: number, nowMs: number): boolean {
    return nowMs - this.#lastMs < SILENT_MS && nowMs - takenAtMs < PAIR_MS;
  }

  clear(): void {
    this.#dropUpTo(this.#kept.length);
  }

  #dropUpTo(count: number): void {
    for (const { frame } of this.#kept.slice(0, Math.max(0, count))) frame.close();
    this.#kept = this.#kept.slice(Math.max(0, count));
  }
}
