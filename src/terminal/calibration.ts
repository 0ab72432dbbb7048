import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import { baselineOf, type CameraCalibration } from '../shared/vision/liveness/calibration.ts';
import type { CalibrationAct, CalibrationView, LearnedCalibration } from '../shared/vision/liveness/calibration-view.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Audit } from '../store/audit.ts';
import type { Meta } from '../store/meta.ts';
import {
  farFacePx,
  obstacleAt,
  SAMPLES_WANTED,
  startedRun,
  withFrame,
  withTime,
  type CalibrationRun,
  type RunTime,
} from './calibration-run.ts';
import { camerasNamed, keepCalibration, keptCalibration, readCalibration, type KeptCalibration } from './calibration-store.ts';

export interface CalibrationParts {
  readonly meta: Meta;
  readonly audit: Audit;
  readonly cameras: Config['cameras'];
  /** As configured, mm. */
  readonly baselineMm: number;
  readonly clock: Clock;
  /** Whose cameras they are. Default: the first. */
  readonly lane?: LaneNumber;
}

/** Faces differ in breadth by some 15 %, and a lens is measured by eye: less than this is no contradiction. */
const TOLERANCE = { share: 0.25, mm: 8 } as const;

/**
 * Learns from a face at two distances how the infrared camera stands to the visible one. A face, not a printed pattern: it
 * is there, it needs no paper, and it is what the calibration must predict; a pattern's ink may not show in infrared.
 */
export class Calibration {
  readonly #parts: CalibrationParts;
  readonly #lane: LaneNumber;
  readonly #inUse: CameraCalibration | null;
  #run: CalibrationRun | null = null;

  constructor(parts: CalibrationParts) {
    this.#parts = parts;
    this.#lane = parts.lane ?? 1;
    this.#inUse = readCalibration(parts.meta, parts.cameras, this.#lane);
  }

  /** Looks at a frame while samples are collected. */
  observe(observation: FrameObservation): void {
    if (this.#run !== null) this.#run = withFrame(this.#run, observation, this.#time());
  }

  /** `save` without anything learned does nothing. */
  act(act: CalibrationAct): CalibrationView {
    const { clock, meta } = this.#parts;
    if (act === 'start') this.#run = startedRun(clock.monotonic());
    else if (act === 'discard') this.#run = null;
    else if (act === 'save') this.#save();
    else if (keptCalibration(meta, this.#lane) !== null) {
      keepCalibration(meta, null, this.#lane);
      this.#note('calibration.reset', null);
    }
    return this.view();
  }

  view(): CalibrationView {
    const { meta } = this.#parts;
    const time = this.#time();
    const run = this.#run && withTime(this.#run, time);
    this.#run = run;
    const kept = keptCalibration(meta, this.#lane);
    const fit = run?.fit ?? null;
    return {
      configuredMm: this.#parts.baselineMm,
      kept: kept && { ...this.#learned(kept.calibration, kept.widthPx), ...this.#standing(kept) },
      phase: run === null ? 'idle' : run.phase !== 'done' ? run.phase : fit?.isGood ? 'learned' : 'failed',
      samples: { near: run?.near.length ?? 0, far: run?.far.length ?? 0, wanted: SAMPLES_WANTED },
      obstacle: run && obstacleAt(run, time.nowMs),
      learned: run !== null && fit?.isGood ? this.#learned(fit.calibration, run.widthPx) : null,
      farFacePx: run && farFacePx(run),
      problem: fit === null || fit.isGood ? null : fit.problem,
    };
  }

  #time(): RunTime {
    const { clock } = this.#parts;
    return { nowMs: clock.monotonic(), wallMs: clock.now() };
  }

  #save(): void {
    const { meta, cameras } = this.#parts;
    const run = this.#run;
    if (!run?.fit?.isGood) return;
    const { calibration } = run.fit;
    keepCalibration(meta, { calibration, cameras: camerasNamed(cameras), widthPx: run.widthPx }, this.#lane);
    this.#note('calibration.saved', `${baselineOf(calibration).toFixed(1)} mm`);
    this.#run = null;
  }

  #standing({ calibration, cameras }: KeptCalibration): { readonly isForTheseCameras: boolean; readonly isInUse: boolean } {
    return {
      isForTheseCameras: cameras === camerasNamed(this.#parts.cameras),
      isInUse: this.#inUse?.learnedAtMs === calibration.learnedAtMs,
    };
  }

  #learned(calibration: CameraCalibration, widthPx: number): LearnedCalibration {
    const configuredMm = this.#parts.baselineMm;
    const baselineMm = baselineOf(calibration);
    return {
      calibration,
      errorPx: calibration.error * widthPx,
      baselineMm,
      configuredMm,
      finding: findingOf(baselineMm, configuredMm),
    };
  }

  #note(action: string, what: string | null): void {
    const { audit, clock } = this.#parts;
    const named = [laneSubject(this.#lane), what].filter((one) => one !== null);
    audit.add({ atMs: clock.now(), actor: 'admin', action, subject: named.length === 0 ? null : named.join(': ') });
  }
}

/** Does the learned distance of the lenses fit the configured one? Both mm, signed. */
export function findingOf(learnedMm: number, configuredMm: number): LearnedCalibration['finding'] {
  const allowedMm = Math.max(TOLERANCE.mm, TOLERANCE.share * Math.abs(configuredMm));
  if (Math.abs(learnedMm - configuredMm) <= allowedMm) return 'agrees';
  return learnedMm * configuredMm < 0 && Math.abs(learnedMm) > TOLERANCE.mm ? 'otherSide' : 'differs';
}
