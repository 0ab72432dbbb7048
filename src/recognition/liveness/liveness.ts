import type { ChallengeAction, ChallengeStep } from '../../shared/challenge.ts';
import type { Hint } from '../../shared/hint.ts';
import type { CameraCalibration } from '../../shared/vision/liveness/calibration.ts';
import type { FrameObservation } from '../../shared/vision/observation.ts';
import type { AttackKind, CueVote } from './cue.ts';
import type { CameraTroubles } from './pair-watch.ts';

/** How a living face is told from a picture of one; `auto` of the configuration is decided already. */
export type LivenessMode = 'infrared' | 'challenge' | 'off';

/** A frame of the face before the camera. */
export interface LivenessFrame {
  readonly observation: FrameObservation;
  /** Monotonic ms. */
  readonly atMs: number;
  /** Person before the camera. */
  readonly track: number;
  /** Attempt of that person; another number begins from nothing. Never used twice, by any track. */
  readonly attempt: number;
  /** Good enough to be compared. */
  readonly isGoodView: boolean;
  /** Looks like the person whom the attempt began with, by the embedding. */
  readonly isSamePerson: boolean;
  /** The worker who would be admitted if living, or null: only then is a challenge put to him. */
  readonly wanted: string | null;
}

export type LivenessVerdict =
  | { readonly kind: 'live'; readonly votes: readonly CueVote[] }
  | { readonly kind: 'attack'; readonly attack: AttackKind; readonly votes: readonly CueVote[] }
  | Undecided
  /** A move is asked for, until `untilMs` (monotonic): `action`, which `step` is or leads to. It may change on the way. */
  | { readonly kind: 'challenge'; readonly step: ChallengeStep; readonly action: ChallengeAction; readonly untilMs: number }
  /** What there is cannot tell a living face: `cameraInfrared.frozen`, `evidence.missing` … */
  | { readonly kind: 'unavailable'; readonly why: string };

export interface Undecided {
  readonly kind: 'undecided';
  /** What the person can do so that more can be seen; null after a move that did not count: the next try is all there is. */
  readonly hint: Hint | null;
  /** Its time has passed: there will be no other verdict in this attempt. */
  readonly isOver: boolean;
  /** How a challenge ended, `challenge.tooLate` …; null without one. */
  readonly why: string | null;
  readonly votes: readonly CueVote[];
}

/** Tells a living face from a photograph, a screen or a mask. */
export interface Liveness {
  readonly mode: LivenessMode;
  /** False: `judge` always answers `unavailable`. */
  readonly isAvailable: boolean;
  /** Takes every frame with a face, of decided persons too, and those without one that come with `scenes`: what is wrong with the cameras shows in all of them. */
  watch(frame: Pick<LivenessFrame, 'observation' | 'atMs' | 'track'>): void;
  /** Takes a frame of a person who is not decided yet, after `watch`. */
  judge(frame: LivenessFrame): LivenessVerdict;
  /** Takes a frame without a face. */
  lose(atMs: number): void;
  /** What is wrong with the cameras as far as their pictures show. */
  readonly troubles: CameraTroubles;
}

export interface LivenessOptions {
  readonly mode: LivenessMode;
  /** Is an infrared camera configured? */
  readonly hasInfrared: boolean;
  /** A clip is played instead of the cameras. */
  readonly isReplay: boolean;
  /** With infrared: is somebody asked for a move whom both cameras could not tell from a copy? */
  readonly asksWhenUnsure: boolean;
  /** As learned, or `uncalibrated`. */
  readonly calibration: CameraCalibration;
}
