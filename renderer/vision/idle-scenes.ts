import type { Picture } from '../../src/shared/vision/human-face.ts';
import type { Scenes } from '../../src/shared/vision/liveness/evidence.ts';
import { measureScene } from '../../src/shared/vision/liveness/scene.ts';

/** How often whole pictures are measured while nobody is there, ms. */
const EVERY_MS = 1_000;

/** Looks at whole pictures now and then while nobody is there: a camera that is covered or stands still must not wait for people to be noticed. */
export class IdleScenes {
  #dueMs = -Infinity;

  /** Null: it is not yet time to look again. `nowMs`: monotonic. */
  measure(visible: Picture, infrared: Picture | null, nowMs: number): Scenes | null {
    if (nowMs < this.#dueMs) return null;
    this.#dueMs = nowMs + EVERY_MS;
    return { visible: measureScene(visible), infrared: infrared && measureScene(infrared) };
  }
}
