import type { SceneMeasures } from '../../shared/vision/liveness/evidence.ts';
import { blind, watch } from './parameters.ts';
import { isEmpty } from './presence.ts';

/** What is wrong before a lens. `dark`: no light, or something before the lens that lets none through; one picture cannot tell these apart. */
export type LensTrouble = 'covered' | 'dark';

/** Judges one lens by pictures in which nobody is: nothing but one tone, for long. */
export class LensWatch {
  readonly #mostNoise: number;
  #run: { readonly sinceMs: number; readonly lastMs: number } | null = null;
  #trouble: LensTrouble | null = null;

  /** `mostNoise`: with more spread than this a black picture says nothing, see `SceneMeasures.contrast`. */
  constructor(mostNoise: number) {
    this.#mostNoise = mostNoise;
  }

  get trouble(): LensTrouble | null {
    return this.#trouble;
  }

  /** A picture without a face, about once a second. */
  take(scene: SceneMeasures, atMs: number): void {
    if (!isEmpty(scene)) return this.clear();
    // At the edge between both it must not change its name at every look.
    const isLit = scene.brightness >= (this.#trouble === 'covered' ? blind.darkest : blind.lit);
    const run = this.#run;
    const sinceMs = run !== null && atMs - run.lastMs <= watch.restGapMs ? run.sinceMs : atMs;
    const lastedMs = atMs - sinceMs;
    this.#run = { sinceMs, lastMs: atMs };
    if (!isLit && scene.contrast >= this.#mostNoise) this.#run = null;
    else if (isLit && lastedMs >= watch.restCoveredMs) this.#trouble = 'covered';
    else if (!isLit && lastedMs >= watch.restDarkMs) this.#trouble = 'dark';
  }

  /** Something was seen. */
  clear(): void {
    this.#run = null;
    this.#trouble = null;
  }
}
