import { analyseFace } from '../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../src/shared/vision/choose-face.ts';
import type { HumanFace, Picture } from '../../src/shared/vision/human-face.ts';
import type { CameraCalibration } from '../../src/shared/vision/liveness/calibration.ts';
import type { LivenessEvidence } from '../../src/shared/vision/liveness/evidence.ts';
import { measureLiveness, type FrameBefore } from '../../src/shared/vision/liveness/measure-liveness.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { ANALYSED_PX, padded, shrink } from '../../src/shared/vision/shrink.ts';
import { follow, noTrack, type Track } from '../../src/shared/vision/track.ts';
import { viewScore } from '../../src/shared/vision/view-score.ts';
import { BestFrame } from './best-frame.ts';
import type { HumanAnalyser } from './human-analyser.ts';
import { IdleScenes } from './idle-scenes.ts';
import type { FrameToAnalyse } from './messages.ts';
import { PairReader, type ReadPair } from './pair-reader.ts';

/**
 * Human's two liveness networks are asked, and the texture is measured again, at every so many frames of a track, but not at its first ones:
 * most people are let in by then, and should not wait for votes that weigh next to nothing.
 */
const THOROUGH_EVERY = 3;

/** An observation that lacks its picture when `isBest`. */
export interface Analysed {
  readonly observation: FrameObservation;
  readonly isBest: boolean;
  /** The visible picture, RGBA; the next frame overwrites it. */
  readonly picture: Picture;
}

/** Turns frames into observations, one after the other; follows one face. */
export class FrameAnalysis {
  readonly #human: HumanAnalyser;
  readonly #calibration: CameraCalibration | null;
  readonly #reader = new PairReader();
  readonly #best = new BestFrame();
  readonly #idle = new IdleScenes();
  // A worker that starts anew must not give another person the number that the one before it gave.
  #track: Track = { ...noTrack, track: Date.now() };
  #frame = 0;
  /** What the last frame of the track hands on, and how many frames of it were measured. */
  #liveness: { readonly track: number; readonly before: FrameBefore; readonly frames: number } | null = null;

  /** `calibration`: null when nobody wants to know whether a face is a living one; then nothing of it is measured. */
  constructor(human: HumanAnalyser, calibration: CameraCalibration | null) {
    this.#human = human;
    this.#calibration = calibration;
  }

  /** Gives the frames back as soon as they are read. */
  async analyse(message: FrameToAnalyse<VideoFrame>): Promise<Analysed> {
    const startedMs = performance.now();
    const pair = await this.#reader.read(message);
    const picture = pair.visible;
    const small = shrink(picture, ANALYSED_PX);
    const chosen = chooseFace(await this.#human.find(padded(small)), small.width, small.height);
    const found = chosen && analyseFace(chosen.face, picture, small.scale);
    const { next, motion } = follow(this.#track, found?.measures.box ?? null, startedMs);
    this.#track = next;
    const evidence = found && (await this.#measure(pair, chosen.face, small.scale));
    const wantsScenes = found === null && this.#calibration !== null;
    const scenes = wantsScenes ? this.#idle.measure(picture, pair.infrared?.picture ?? null, startedMs) : null;
    const face = found && {
      track: next.track,
      measures: found.measures,
      motion,
      rivals: chosen.rivals,
      crop: found.crop,
      jpeg: null,
    };
    const observation: FrameObservation = {
      frame: ++this.#frame,
      takenAtMs: message.takenAtMs,
      width: picture.width,
      height: picture.height,
      analysisMs: performance.now() - startedMs,
      face,
      evidence,
      ...(scenes && { scenes }),
    };
    if (message.wantsPicture) this.#best.forget();
    const isBest = face !== null && this.#best.improves(face.track, viewScore(face.measures, motion), startedMs);
    return { observation, picture, isBest };
  }

  /** Null when nobody wants to know. */
  async #measure({ visible, infrared }: ReadPair, face: HumanFace, scale: number): Promise<LivenessEvidence | null> {
    const calibration = this.#calibration;
    const networks = this.#human.liveness;
    if (!calibration || !networks) return null;
    const last = this.#liveness?.track === this.#track.track ? this.#liveness : null;
    const frames = last?.frames ?? 0;
    const measured = await measureLiveness(
      {
        visible,
        face,
        scale,
        infrared,
        calibration,
        before: last?.before ?? null,
        isThorough: frames > 0 && frames % THOROUGH_EVERY === 0,
      },
      networks,
    );
    this.#liveness = { track: this.#track.track, before: measured, frames: frames + 1 };
    return measured.evidence;
  }
}
