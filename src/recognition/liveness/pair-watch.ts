import type { CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { LivenessEvidence } from '../../shared/vision/liveness/evidence.ts';
import { FrozenWatch } from './frozen-watch.ts';
import { InARow, TracksInARow } from './in-a-row.ts';
import { colour, watch } from './parameters.ts';
import { isBlind } from './presence.ts';

/** What is wrong with a camera, as its state is shown. */
export type VisibleTrouble = 'frozen';
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
  #unpairedSinceMs: number | null = null;
  #lastMs = 0;

  constructor(options: PairWatchOptions) {
    this.#options = options;
    this.#frozen = new FrozenWatch(options.isReplay);
  }

  /** A frame with a face. `track`: which person. */
  take(evidence: LivenessEvidence, track: number, atMs: number): void {
    this.#frozen.take(evidence, atMs);
    if (!this.#options.hasInfrared) return;
    const { infrared } = evidence;
    this.#notePairing(infrared !== null, atMs);
    if (infrared === null) return;
    // What is grey may be an infrared picture; what has colour never is.
    this.#swapped.note(infrared.scene.colour > colour.coloured);
    this.#covered.note(track, infrared.face === null && isBlind(infrared.scene));
  }

  /** Was the face well lit in this pair? Of somebody who is near and looks at the cameras: who passes by far off is lit badly by any lamp. */
  noteLight(track: number, isWellLit: boolean): void {
    this.#badlyLit.note(track, !isWellLit);
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
    return { visible: this.#frozen.frozen.visible ? 'frozen' : null, infrared: this.#infraredTrouble() };
  }

  #infraredTrouble(): InfraredTrouble | null {
    if (!this.#options.hasInfrared) return null;
    const wrong: readonly (readonly [boolean, InfraredTrouble])[] = [
      [this.#unpairedSinceMs !== null && this.#lastMs - this.#unpairedSinceMs >= watch.notPairedMs, 'notPaired'],
      [this.#frozen.frozen.infrared, 'frozen'],
      [this.#swapped.isOn || this.#inverted.isOn, 'swapped'],
      [this.#covered.isOn, 'covered'],
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
