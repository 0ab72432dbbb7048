import type { Config } from '../config/schema.ts';
import type { Compared } from '../recognition/live-recogniser.ts';
import { CueReader, type CueReading } from '../recognition/liveness/cue-reader.ts';
import { totalOf } from '../recognition/liveness/fusion.ts';
import { leadOf, namedBy } from '../recognition/match-limits.ts';
import { hintFor, measuresOf } from '../recognition/quality.ts';
import type { Clock } from '../shared/clock.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { LiveMatch, LiveView, PlacedFace } from '../shared/live-view.ts';
import { uncalibrated } from '../shared/vision/liveness/calibration.ts';
import { decodeMesh } from '../shared/vision/liveness/mesh.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Store } from '../store/store.ts';
import { readCalibration } from './calibration-store.ts';
import { livenessMode } from './kiosk-settings.ts';

/** Nobody asked for so long: nothing is measured or kept any more, ms. */
const WATCHED_MS = 2_000;
/** A frame older than this says nothing of who stands there now, ms. */
const STALE_MS = 1_500;
const nothing: LiveView = { takenAtMs: null, analysisMs: 0, face: null };

export interface LiveWatchParts {
  /** Of the lane. */
  readonly config: Pick<Config, 'cameras' | 'liveness'>;
  /** Default: the first. */
  readonly lane?: LaneNumber;
  readonly store: Pick<Store, 'find' | 'meta'>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

interface Seen {
  readonly atMs: number;
  readonly observation: FrameObservation;
  readonly reading: CueReading | null;
}

/**
 * What is measured of whoever stands before the terminal, for somebody who sets it up. It looks on: the gate decides as it would
 * without it. The newest frame's numbers are held in memory, and only while somebody asks.
 */
export class LiveWatch {
  readonly #parts: LiveWatchParts;
  readonly #cues: CueReader;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #seen: Seen | null = null;
  #compared: Compared | null = null;

  constructor(parts: LiveWatchParts) {
    const { config, store, lane = 1 } = parts;
    this.#parts = parts;
    const calibration = readCalibration(store.meta, config.cameras, lane) ?? uncalibrated(config.liveness.baselineMm);
    this.#cues = new CueReader(livenessMode(config), calibration);
  }

  observe(observation: FrameObservation): void {
    if (!this.#isWatched()) return;
    const atMs = this.#parts.clock.monotonic();
    this.#seen = { atMs, observation, reading: this.#cues.read(observation, atMs) };
  }

  /** A view was compared with the gallery. */
  compared(compared: Compared): void {
    if (this.#isWatched()) this.#compared = compared;
  }

  /** What there is now; asking keeps the watch going. */
  view(): LiveView {
    const nowMs = this.#parts.clock.monotonic();
    const wasWatched = this.#isWatched();
    this.#askedAtMs = nowMs;
    const seen = wasWatched ? this.#seen : null;
    if (seen === null || nowMs - seen.atMs > STALE_MS) return nothing;
    const { observation, reading } = seen;
    const { takenAtMs, analysisMs, face, width, height, evidence } = observation;
    if (face === null) return { takenAtMs, analysisMs, face: null };
    return {
      takenAtMs,
      analysisMs,
      face: {
        visible: { picture: { width, height }, box: face.measures.box },
        infrared: infraredFace(evidence),
        hint: hintFor(face, observation),
        measures: measuresOf(face, observation),
        match: this.#compared?.source === face.track ? this.#matchOf(this.#compared) : null,
        liveness: reading && livenessOf(reading),
      },
    };
  }

  /** What was seen when somebody last looked is forgotten with the first frame that nobody asks about. */
  #isWatched(): boolean {
    if (this.#parts.clock.monotonic() - this.#askedAtMs <= WATCHED_MS) return true;
    this.#seen = null;
    this.#compared = null;
    return false;
  }

  #matchOf({ nearest, limits }: Compared): LiveMatch {
    const { best, runnerUp } = nearest;
    const { threshold, margin, lead } = limits;
    return {
      name: best === null ? null : (this.#parts.store.find(best.workerId)?.name ?? null),
      score: best?.score ?? null,
      nextScore: runnerUp?.score ?? null,
      lead: leadOf(nearest),
      needed: { threshold, margin, lead },
      isNamed: namedBy(nearest, limits) !== null,
    };
  }
}

function infraredFace(evidence: FrameObservation['evidence']): PlacedFace | null {
  const infrared = evidence?.infrared;
  if (!infrared?.face) return null;
  const mesh = decodeMesh(infrared.face.mesh);
  const xs = mesh.filter((_, i) => i % 3 === 0);
  const ys = mesh.filter((_, i) => i % 3 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  const { width, height } = infrared;
  return { picture: { width, height }, box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

function livenessOf({ votes, judgement }: CueReading): NonNullable<NonNullable<LiveView['face']>['liveness']> {
  return {
    judgement: judgement?.kind ?? null,
    takenFor: judgement?.kind === 'attack' ? judgement.attack : null,
    total: totalOf(votes),
    cues: votes.map(({ cue, score, reason }) => ({ cue, score, reason })),
  };
}
