import type { Scenes } from '../../shared/vision/liveness/evidence.ts';
import { watch } from './parameters.ts';
import { isEmpty } from './presence.ts';

/** One picture that stays, and what the other camera did meanwhile. */
interface Run {
  readonly fingerprint: number;
  readonly sinceMs: number;
  readonly lastMs: number;
  readonly frames: number;
  /** How often the other camera's picture changed. */
  readonly changes: number;
  /** Once it was long enough, until another picture comes. */
  readonly isFrozen: boolean;
}

/** How long one picture must stay, ms: while the other camera's changes, and by itself. */
interface Lasting {
  readonly besideMs: number;
  readonly aloneMs: number;
}

const before: Lasting = { besideMs: watch.frozenMs, aloneMs: watch.stillMs };
const atRest: Lasting = { besideMs: watch.restFrozenMs, aloneMs: watch.restFrozenMs };

/** Notices a stream that repeats one picture. An empty picture may: it has nothing in it that could change. */
export class FrozenWatch {
  readonly #isReplay: boolean;
  #visible: Run | null = null;
  #infrared: Run | null = null;
  #frozen: { readonly visible: boolean; readonly infrared: boolean } = { visible: false, infrared: false };

  /** `isReplay`: a clip may show each picture several times, in both halves at once. */
  constructor(isReplay: boolean) {
    this.#isReplay = isReplay;
  }

  get frozen(): { readonly visible: boolean; readonly infrared: boolean } {
    return this.#frozen;
  }

  /** `isRest`: nobody is there, and nothing need move. */
  take({ visible, infrared }: Scenes, atMs: number, isRest = false): void {
    const lasting = isRest ? atRest : before;
    const hasVisibleChanged = this.#visible?.fingerprint !== visible.fingerprint;
    const hasInfraredChanged = infrared !== null && this.#infrared?.fingerprint !== infrared.fingerprint;
    this.#visible = this.#next(this.#visible, visible.fingerprint, hasInfraredChanged, lasting, atMs);
    if (infrared !== null) this.#infrared = this.#next(this.#infrared, infrared.fingerprint, hasVisibleChanged, lasting, atMs);
    const isInfraredFrozen = infrared !== null && !isEmpty(infrared) && this.#infrared !== null && this.#infrared.isFrozen;
    this.#frozen = {
      visible: !isEmpty(visible) && this.#visible.isFrozen,
      // A look that missed the other camera's frame says nothing of it.
      infrared: infrared === null && isRest ? this.#frozen.infrared : isInfraredFrozen,
    };
  }

  #next(run: Run | null, fingerprint: number, hasOtherChanged: boolean, lasting: Lasting, atMs: number): Run {
    // Between two persons nobody looks; one picture before and after is no less frozen.
    if (run?.fingerprint !== fingerprint)
      return { fingerprint, sinceMs: atMs, lastMs: atMs, frames: 1, changes: 0, isFrozen: false };
    const next = { ...run, lastMs: atMs, frames: run.frames + 1, changes: run.changes + (hasOtherChanged ? 1 : 0) };
    return { ...next, isFrozen: run.isFrozen || this.#isLong(next, lasting) };
  }

  #isLong({ sinceMs, lastMs, changes, frames }: Run, { besideMs, aloneMs }: Lasting): boolean {
    const lastedMs = lastMs - sinceMs;
    if (changes >= watch.frozenFrames && lastedMs >= besideMs) return true;
    return !this.#isReplay && frames > watch.frozenFrames && lastedMs >= aloneMs;
  }
}
