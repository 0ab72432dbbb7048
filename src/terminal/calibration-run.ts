import { fitCalibration, type CalibrationFit, type CalibrationSample } from '../shared/vision/liveness/calibration-fit.ts';
import { calibrationSample, type CalibrationObstacle } from '../shared/vision/liveness/calibration-sample.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';

/** Samples wanted at each distance. */
export const SAMPLES_WANTED = 30;
/** A calibration that takes longer ends with what it has, ms. */
export const LONGEST_MS = 120_000;
/** Half a metre away, a face is at least this share of the picture's width: 0.2 to 0.32 by the lens. */
const NEAR_WIDTH = 0.17;
/** The second distance counts from this factor on: 0.5 m to 0.9 m; 1.5 m is asked for. */
const FURTHER = 1.8;

/** One walk through the two distances. */
export interface CalibrationRun {
  readonly startedMs: number;
  readonly phase: 'near' | 'far' | 'done';
  readonly near: readonly CalibrationSample[];
  readonly far: readonly CalibrationSample[];
  readonly obstacle: CalibrationObstacle | null;
  /** Pictures of the last sample: a replay or a frozen camera shows one again, and again it says nothing new. */
  readonly fingerprints: string;
  /** Width of the visible picture, px. */
  readonly widthPx: number;
  readonly fit: CalibrationFit | null;
}

export const startedRun = (startedMs: number): CalibrationRun => ({
  startedMs,
  phase: 'near',
  near: [],
  far: [],
  obstacle: 'noFace',
  fingerprints: '',
  widthPx: 0,
  fit: null,
});

/** Takes the next frame. `learnedAtMs`: wall clock, ms since the epoch. */
export function withFrame(run: CalibrationRun, observation: FrameObservation, learnedAtMs: number): CalibrationRun {
  if (run.phase === 'done') return run;
  const found = calibrationSample(observation);
  if (typeof found === 'string') return { ...run, obstacle: found };
  const fingerprints = fingerprintsOf(observation);
  if (fingerprints === run.fingerprints) return run;
  const next = { ...run, fingerprints, widthPx: observation.width, obstacle: null };
  const { w } = found.visible;
  if (run.phase === 'near') {
    if (w < NEAR_WIDTH) return { ...run, obstacle: 'comeCloser' };
    const near = [...run.near, found];
    return { ...next, near, phase: near.length < SAMPLES_WANTED ? 'near' : 'far' };
  }
  const nearest = run.near.reduce((sum, sample) => sum + sample.visible.w, 0) / run.near.length;
  if (w * FURTHER > nearest) return { ...run, obstacle: 'stepBack' };
  const far = [...run.far, found];
  const walked: CalibrationRun = { ...next, far };
  return far.length < SAMPLES_WANTED ? walked : concluded(walked, learnedAtMs);
}

/** Ends a run that has gone on for too long. `nowMs`: monotonic. */
export function withTime(run: CalibrationRun, nowMs: number, learnedAtMs: number): CalibrationRun {
  return run.phase !== 'done' && nowMs - run.startedMs > LONGEST_MS ? concluded(run, learnedAtMs) : run;
}

function concluded(run: CalibrationRun, learnedAtMs: number): CalibrationRun {
  return { ...run, phase: 'done', obstacle: null, fit: fitCalibration([...run.near, ...run.far], learnedAtMs) };
}

function fingerprintsOf({ evidence }: FrameObservation): string {
  return `${evidence?.scene.fingerprint ?? ''} ${evidence?.infrared?.scene.fingerprint ?? ''}`;
}
