import type { CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { LivenessEvidence, Scenes } from '../../shared/vision/liveness/evidence.ts';
import { FrozenWatch } from './frozen-watch.ts';
import { InARow, TracksInARow } from './in-a-row.ts';
import { LensWatch, type LensTrouble } from './lens-watch.ts';
import { blind, colour, watch } from './parameters.ts';
import { isBlind } from './presence.ts';

/** What is wrong with a camera, as its state is shown. */
export type VisibleTrouble = 'frozen' | LensTrouble;
export type InfraredTrouble = 'frozen' | 'swapped' | 'covered' | 'drifted' | 'badExposure' | 'notPaired';

/** Null: nothing is wrong as far as was seen. */
export interface CameraTroubles {
  readonly visible: VisibleTrouble | null;
  readonly infrared: InfraredTrouble | null;
}

export interface PairWatchOptions {
  /** Is there an infrared camera to be judged? */
  readonly hasInfrared: boolean;
  readonly isReplay: boolean;
  readonly calibration: CameraCalibration;
}

/** Judges the two cameras rather than what stands before them, over all passages. */
export class PairWatch {
  readonly #options: PairWatchOptions;
  readonly #frozen: FrozenWatch;
  readonly #swapped = new InARow(watch.frames);
  readonly #covered = new TracksInARow(watch.frames, watch.tracks);
  readonly #badlyLit = new TracksInARow(watch.frames, watch.tracks);
  readonly #away = new TracksInARow(watch.frames, watch.tracks);
  readonly #inverted = new TracksInARow(1, watch.tracks);
  readonly #visibleLens = new LensWatch(blind.contrast);
  /** Behind a lamp an empty yard at night is black, but for the noise of the sensor. */
  readonly #infraredLens = new LensWatch(blind.noiseless);
  readonly #isClear = new InARow(watch.frames);
  #unpairedSinceMs: number | null = null;
  #lastMs = 0;

  constructor(options: PairWatchOptions) {
    this.#options = options;
    this.#frozen = new FrozenWatch(options.isReplay);
  }

  /** A frame with a face. `track`: which person. */
  take(evidence: LivenessEvidence, track: number, atMs: number): void {
    const { infrared } = evidence;
    this.#frozen.take({ visible: evidence.scene, infrared: infrared?.scene ?? null }, atMs);
    this.#visibleLens.clear();
    if (!this.#options.hasInfrared) return;
    this.#notePairing(infrared !== null, atMs);
    if (infrared === null) return;
    // What is grey may be an infrared picture; what has colour never is.
    this.#swapped.note(infrared.scene.colour > colour.coloured);
    const isCovered = infrared.face === null && isBlind(infrared.scene);
    this.#covered.note(track, isCovered);
    if (!isCovered) this.#infraredLens.clear();
  }

  /** Was the face well lit in this pair? Of somebody who is near and looks at the cameras: who passes by far off is lit badly by any lamp. */
  noteLight(track: number, isWellLit: boolean): void {
    this.#badlyLit.note(track, !isWellLit);
  }

  /** Pictures without a face, about once a second: what they show of the cameras need not wait for somebody to be refused. */
  rest(scenes: Scenes, atMs: number): void {
    const { visible, infrared } = scenes;
    this.#frozen.take(scenes, atMs, true);
    this.#visibleLens.take(visible, atMs);
    if (!this.#options.hasInfrared || infrared === null) return;
    this.#infraredLens.take(infrared, atMs);
    // Grey says nothing here: at night every camera sees grey.
    const isColoured = infrared.colour > colour.coloured;
    if (isColoured || !this.#swapped.isOn) this.#swapped.note(isColoured);
    this.#isClear.note(!isBlind(infrared));
    if (this.#isClear.isOn) this.#covered.clear();
  }

  /** Was the face at its place in this pair? Only a calibration that was learned can be departed from. */
  notePlace(track: number, isAway: boolean): void {
    if (this.#options.calibration.learnedAtMs > 0) this.#away.note(track, isAway);
  }

  /** Was the depth of this person inside out, or that of a head? */
  noteDepth(track: number, isInverted: boolean): void {
    this.#inverted.note(track, isInverted);
  }

  get troubles(): CameraTroubles {
    return { visible: this.#frozen.frozen.visible ? 'frozen' : this.#visibleLens.trouble, infrared: this.#infraredTrouble() };
  }

  #infraredTrouble(): InfraredTrouble | null {
    if (!this.#options.hasInfrared) return null;
    const wrong: readonly (readonly [boolean, InfraredTrouble])[] = [
      [this.#unpairedSinceMs !== null && this.#lastMs - this.#unpairedSinceMs >= watch.notPairedMs, 'notPaired'],
      [this.#frozen.frozen.infrared, 'frozen'],
      [this.#swapped.isOn || this.#inverted.isOn, 'swapped'],
      [this.#covered.isOn || this.#infraredLens.trouble !== null, 'covered'],
      [this.#away.isOn, 'drifted'],
      [this.#badlyLit.isOn, 'badExposure'],
    ];
    return wrong.find(([isSo]) => isSo)?.[1] ?? null;
  }

  #notePairing(isPaired: boolean, atMs: number): void {
    // A gap without any face says nothing of the pairing.
    if (isPaired || atMs - this.#lastMs > watch.notPairedMs) this.#unpairedSinceMs = null;
    if (!isPaired) this.#unpairedSinceMs ??= atMs;
    this.#lastMs = atMs;
  }
}
