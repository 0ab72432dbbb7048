import type { CameraCalibration } from '../../../shared/vision/liveness/calibration.ts';
import { hintFor } from '../../quality.ts';
import { createLiveness } from '../create-liveness.ts';
import { totalOf } from '../fusion.ts';
import type { LivenessVerdict } from '../liveness.ts';
import { fusion } from '../parameters.ts';
import type { Opinion, TrackJudge } from './replay.ts';

export interface PassiveJudgeOptions {
  readonly calibration: CameraCalibration;
  readonly isReplay: boolean;
}

/**
 * The very judge of the gate in its infrared mode, for one face of a recording. Two things differ: every recorded frame is judged,
 * where the gate passes over those that come while it looks at one, and the face counts as the same person throughout,
 * because a recording holds one.
 */
export function passiveJudge(options: PassiveJudgeOptions): TrackJudge {
  const liveness = createLiveness({ mode: 'infrared', hasInfrared: true, asksWhenUnsure: false, ...options });
  let pairedMs: number | null = null;
  return (observation, atMs) => {
    const { face, evidence } = observation;
    if (face === null) return null;
    if (evidence?.infrared?.face) pairedMs ??= atMs;
    const { track } = face;
    liveness.watch({ observation, atMs, track });
    const isGoodView = hintFor(face) === null;
    const verdict = liveness.judge({ observation, atMs, track, attempt: 1, isGoodView, isSamePerson: true, wanted: 'worker' });
    return opinionOf(verdict, pairedMs !== null && atMs - pairedMs >= fusion.decideMs);
  };
}

function opinionOf(verdict: LivenessVerdict, isOver: boolean): Opinion | null {
  if (verdict.kind === 'unavailable' || verdict.kind === 'challenge') return null;
  const { votes } = verdict;
  return { kind: verdict.kind, total: totalOf(votes), votes, isOver: isOver || (verdict.kind === 'undecided' && verdict.isOver) };
}

/** The gate looks at a face for so long at most, ms. */
export const LONGEST_LOOK_MS = fusion.mostMs;
