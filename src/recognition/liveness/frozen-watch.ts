import type { LivenessEvidence } from '../../shared/vision/liveness/evidence.ts';
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
}

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

  take({ scene, infrared }: LivenessEvidence, atMs: number): void {
    const visiblePrint = scene.fingerprint;
    const infraredPrint = infrared?.scene.fingerprint ?? null;
    const hasVisibleChanged = this.#visible?.fingerprint !== visiblePrint;
    const hasInfraredChanged = infraredPrint !== null && this.#infrared?.fingerprint !== infraredPrint;
    this.#visible = nextRun(this.#visible, visiblePrint, hasInfraredChanged, atMs);
    if (infraredPrint !== null) this.#infrared = nextRun(this.#infrared, infraredPrint, hasVisibleChanged, atMs);
    this.#frozen = {
      visible: !isEmpty(scene) && this.#isFrozen(this.#visible),
      infrared: infrared !== null && !isEmpty(infrared.scene) && this.#infrared !== null && this.#isFrozen(this.#infrared),
    };
  }

  #isFrozen({ sinceMs, lastMs, changes, frames }: Run): boolean {
    const lastedMs = lastMs - sinceMs;
    if (changes >= watch.frozenFrames && lastedMs >= watch.frozenMs) return true;
    return !this.#isReplay && frames > watch.frozenFrames && lastedMs >= watch.stillMs;
  }
}

function nextRun(run: Run | null, fingerprint: number, hasOtherChanged: boolean, atMs: number): Run {
  // Between two persons nobody looks; one picture before and after is no less frozen.
  if (run?.fingerprint !== fingerprint) return { fingerprint, sinceMs: atMs, lastMs: atMs, frames: 1, changes: 0 };
  return { ...run, lastMs: atMs, frames: run.frames + 1, changes: run.changes + (hasOtherChanged ? 1 : 0) };
}
