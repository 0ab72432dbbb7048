import type { CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { FrameObservation } from '../../shared/vision/observation.ts';
import { castVotes, passiveVotes } from './cast-votes.ts';
import type { CueVote } from './cue.ts';
import { fuse, type Judgement } from './fusion.ts';
import type { LivenessMode } from './liveness.ts';
import { freshPairs, withFrame, type History } from './sample.ts';

export interface CueReading {
  readonly votes: readonly CueVote[];
  /** Null where a move is asked for: passive cues alone find nobody living. */
  readonly judgement: Judgement | null;
}

/**
 * What the cues say of a face for as long as it stays, for people who set a terminal up. It has a history of its own: reading
 * changes nothing of what is decided.
 */
export class CueReader {
  readonly #mode: LivenessMode;
  readonly #calibration: CameraCalibration;
  #track = -1;
  #history: History = [];

  constructor(mode: LivenessMode, calibration: CameraCalibration) {
    this.#mode = mode;
    this.#calibration = calibration;
  }

  /** Takes a frame, `atMs` monotonic; another face begins anew. Null without a face, or where liveness is off. */
  read(observation: FrameObservation, atMs: number): CueReading | null {
    const { face, evidence } = observation;
    if (face === null || evidence === null || this.#mode === 'off') {
      this.#history = [];
      return null;
    }
    if (face.track !== this.#track) this.#history = [];
    this.#track = face.track;
    this.#history = withFrame(this.#history, observation, atMs);
    if (this.#mode === 'challenge') return { votes: passiveVotes(this.#history), judgement: null };
    const votes = castVotes(this.#history, this.#calibration);
    const looked = this.#history.filter(({ infrared }) => infrared !== null).length;
    return { votes, judgement: fuse({ votes, pairs: freshPairs(this.#history).length, looked, isLate: false }) };
  }
}
