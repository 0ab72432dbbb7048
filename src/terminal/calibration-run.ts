import { fitCalibration, type CalibrationFit, type CalibrationSample } from '../shared/vision/liveness/calibration-fit.ts';
import { calibrationSample, type CalibrationObstacle } from '../shared/vision/liveness/calibration-sample.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';

/** Samples wanted at each distance. */
export const SAMPLES_WANTED = 30;
/** A calibration that takes longer ends with what it has, ms. */
export const LONGEST_MS = 120_000;
/** Fewer samples from further away are none. */
const LEAST_FAR = 6;
/** No frame for so long: whatever the last one showed, nothing is seen now, ms. */
const NO_PICTURE_MS = 1_500;
/** Half a metre away, a face is at least this share of the picture's width: 0.2 to 0.32 by the lens. */
const NEAR_WIDTH = 0.17;
/** The second distance counts from this factor on: 0.5 m to 0.9 m; 1.5 m is asked for. */
const FURTHER = 1.8;

/** One walk through the two distances. */
export interface CalibrationRun {
  readonly startedMs: number;
  /** When the newest frame came, whatever it showed; monotonic. */
  readonly frameMs: number;
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
  frameMs: startedMs,
  phase: 'near',
  near: [],
  far: [],
  obstacle: 'noFace',
  fingerprints: '',
  widthPx: 0,
  fit: null,
});

/** Now on the monotonic clock, and on the wall's: ms since the epoch. */
export interface RunTime {
  readonly nowMs: number;
  readonly wallMs: number;
}

/** Takes the next frame. */
export function withFrame(before: CalibrationRun, observation: FrameObservation, time: RunTime): CalibrationRun {
  const run: CalibrationRun = { ...withTime(before, time), frameMs: time.nowMs };
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
    // The last near sample is good, but where he stands is not any more.
    return near.length < SAMPLES_WANTED ? { ...next, near } : { ...next, near, phase: 'far', obstacle: 'stepBack' };
  }
  const nearest = run.near.reduce((sum, sample) => sum + sample.visible.w, 0) / run.near.length;
  if (w * FURTHER > nearest) return { ...run, obstacle: 'stepBack' };
  const far = [...run.far, found];
  const walked: CalibrationRun = { ...next, far };
  return far.length < SAMPLES_WANTED ? walked : concluded(walked, time.wallMs);
}

/** Ends a run that has gone on for too long: whoever began it has left, and those who pass now are somebody else. */
export function withTime(run: CalibrationRun, { nowMs, wallMs }: RunTime): CalibrationRun {
  if (run.phase === 'done' || nowMs - run.startedMs <= LONGEST_MS) return run;
  // Nothing is wrong with distances of which one was hardly seen.
  return run.far.length < LEAST_FAR
    ? { ...run, phase: 'done', obstacle: null, fit: { isGood: false, problem: 'tooFew' } }
    : concluded(run, wallMs);
}

/** What keeps the samples from coming, at this moment. */
export const obstacleAt = ({ phase, frameMs, obstacle }: CalibrationRun, nowMs: number): CalibrationObstacle | null =>
  phase !== 'done' && nowMs - frameMs > NO_PICTURE_MS ? 'noPicture' : obstacle;

/** Mean width of the faces at the further distance, px; null before one was seen there. */
export function farFacePx({ far, widthPx }: CalibrationRun): number | null {
  return far.length === 0 ? null : (widthPx * far.reduce((sum, { visible }) => sum + visible.w, 0)) / far.length;
}

function concluded(run: CalibrationRun, learnedAtMs: number): CalibrationRun {
  return { ...run, phase: 'done', obstacle: null, fit: fitCalibration([...run.near, ...run.far], learnedAtMs) };
}

function fingerprintsOf({ evidence }: FrameObservation): string {
  return `${evidence?.scene.fingerprint ?? ''} ${evidence?.infrared?.scene.fingerprint ?? ''}`;
}
