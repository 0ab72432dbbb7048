import { analyseFace } from '../../src/shared/vision/analyse-face.ts';
import { chooseFace } from '../../src/shared/vision/choose-face.ts';
import type { FrameObservation } from '../../src/shared/vision/observation.ts';
import { follow, noTrack, type Track } from '../../src/shared/vision/track.ts';
import { viewScore } from '../../src/shared/vision/view-score.ts';
import { BestFrame } from './best-frame.ts';
import type { PictureHalf } from './camera-plan.ts';
import type { HumanAnalyser } from './human-analyser.ts';
import { PixelReader } from './pixels.ts';
import { shrink } from './shrink.ts';

/** Longer side of the picture that the networks are given, px; the crop is cut from the whole picture. */
export const ANALYSED_PX = 640;

/** An observation that lacks its picture when `isBest`. */
export interface Analysed {
  readonly observation: FrameObservation;
  readonly isBest: boolean;
}

/** Turns frames into observations, one after the other; follows one face. */
export class FrameAnalysis {
  readonly #human: HumanAnalyser;
  readonly #pixels = new PixelReader();
  readonly #best = new BestFrame();
  // A worker that starts anew must not give another person the number that the one before it gave.
  #track: Track = { ...noTrack, track: Date.now() };
  #frame = 0;

  constructor(human: HumanAnalyser) {
    this.#human = human;
  }

  async analyse(frame: VideoFrame, half: PictureHalf, takenAtMs: number): Promise<Analysed> {
    const startedMs = performance.now();
    const picture = await this.#pixels.read(frame, half);
    const small = shrink(picture, ANALYSED_PX);
    const chosen = chooseFace(await this.#human.find(small), small.width, small.height);
    const found = chosen && analyseFace(chosen.face, picture, small.scale);
    const { next, motion } = follow(this.#track, found?.measures.box ?? null, startedMs);
    this.#track = next;
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
      takenAtMs,
      width: picture.width,
      height: picture.height,
      analysisMs: performance.now() - startedMs,
      face,
    };
    return { observation, isBest: face !== null && this.#best.improves(face.track, viewScore(face.measures, motion)) };
  }
}
