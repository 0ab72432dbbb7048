import type { Clock } from '../shared/clock.ts';
import { Fault, type FaultCode } from '../shared/fault.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import type { RecordingLabel } from '../shared/recording-label.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Audit } from '../store/audit.ts';
import type { Recordings } from '../store/recordings.ts';
import { encodeFrames, withoutCrop } from './recordings-frames.ts';

/**
 * Recordings hold faces and serve one purpose, the threshold that is worked out in the days after they were made: they leave by
 * themselves as soon as refused attempts do, which hold the same kind of pictures.
 */
export const RECORDING_DAYS = 30;
/** Longest session, s: a passage takes two, and everything of it passes through memory. */
export const LONGEST_SECONDS = 60;

const DAY_MS = 86_400_000;
const PART_MS = 1_000;
/** Crops are for looking at what was recorded; twice a second is enough. */
const CROP_EVERY_MS = 500;

export interface RecorderParts {
  readonly recordings: Recordings;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly log: Log;
}

/** What a recording has caught so far. */
export interface RecordingProgress {
  readonly id: number;
  readonly isRunning: boolean;
  readonly leftMs: number;
  readonly frames: number;
  /** Frames with a face, with liveness measured, with an infrared frame at that moment, and with a face in that one too. */
  readonly faces: number;
  readonly measured: number;
  readonly pairs: number;
  readonly infraredFaces: number;
  /** Why it broke off, or null. */
  readonly failure: FaultCode | null;
}

/** What is to be recorded. `lane`: before whose cameras; default: the first's. */
export interface RecordingWanted {
  readonly label: RecordingLabel;
  readonly seconds: number;
  readonly distanceM: number | null;
  readonly lane?: LaneNumber;
}

interface Running {
  readonly lane: LaneNumber;
  readonly endsMs: number;
  progress: RecordingProgress;
  frames: FrameObservation[];
  partEndsMs: number;
  nextCropMs: number;
}

/** Keeps what the cameras measure for a while, under a label; one session at a time. The gate works on meanwhile. */
export class Recorder {
  readonly #parts: RecorderParts;
  #running: Running | null = null;
  #last: RecordingProgress | null = null;

  constructor(parts: RecorderParts) {
    this.#parts = parts;
  }

  /** @throws Fault `recording.busy`, `store.*` */
  begin(what: RecordingWanted): number {
    const { recordings, audit, clock } = this.#parts;
    if (this.#running !== null) throw new Fault('recording.busy', 'a recording is going on; wait for its end');
    const atMs = clock.now();
    const id = recordings.begin({ ...what, atMs });
    const { lane = 1 } = what;
    const subject = [`${String(id)} ${what.label}`, laneSubject(lane)].filter((one) => one !== null).join(', ');
    audit.add({ atMs, actor: 'console', action: 'recording.made', subject });
    const nowMs = clock.monotonic();
    this.#running = {
      lane,
      endsMs: nowMs + what.seconds * 1_000,
      partEndsMs: nowMs + PART_MS,
      nextCropMs: nowMs,
      frames: [],
      progress: {
        id,
        isRunning: true,
        leftMs: what.seconds * 1_000,
        frames: 0,
        faces: 0,
        measured: 0,
        pairs: 0,
        infraredFaces: 0,
        failure: null,
      },
    };
    return id;
  }

  /** Takes a frame of the lane while a session is going on there. Never throws: a full disk ends the recording, not the gate. */
  observe(observation: FrameObservation, lane: LaneNumber = 1): void {
    const running = this.#running;
    if (running?.lane !== lane) return;
    const nowMs = this.#parts.clock.monotonic();
    if (nowMs < running.endsMs) take(running, observation, nowMs);
    this.check();
  }

  /** Writes down what is due and ends a session whose time is over; call about once a second. */
  check(): void {
    const running = this.#running;
    if (running === null) return;
    const nowMs = this.#parts.clock.monotonic();
    const isOver = nowMs >= running.endsMs;
    running.progress = { ...running.progress, leftMs: Math.max(0, running.endsMs - nowMs) };
    if (!isOver && nowMs < running.partEndsMs) return;
    running.partEndsMs = nowMs + PART_MS;
    try {
      this.#write(running);
      if (isOver) this.#parts.recordings.finish(running.progress.id);
    } catch (error) {
      const { code } = Fault.from(error, 'store.failed', 'a recording could not be written');
      this.#parts.log.warn('liveness', 'recordingBrokeOff', { code });
      running.progress = { ...running.progress, failure: code };
    }
    if (isOver || running.progress.failure !== null) this.#end(running);
  }

  /** The session of that id, if it is the one going on or the last one; null otherwise. */
  progress(id: number): RecordingProgress | null {
    const current = this.#running?.progress ?? this.#last;
    return current?.id === id ? current : null;
  }

  /** Removes what is older than RECORDING_DAYS. */
  expire(): void {
    const { recordings, audit, clock } = this.#parts;
    const atMs = clock.now();
    for (const id of recordings.removeBefore(atMs - RECORDING_DAYS * DAY_MS))
      audit.add({ atMs, actor: 'system', action: 'recording.expired', subject: String(id) });
  }

  #write(running: Running): void {
    const { frames, progress } = running;
    running.frames = [];
    if (frames.length > 0) this.#parts.recordings.addPart(progress.id, encodeFrames(frames), frames.length);
  }

  #end(running: Running): void {
    this.#last = { ...running.progress, isRunning: false };
    this.#running = null;
    this.#parts.log.info('liveness', 'recorded', { id: this.#last.id, frames: this.#last.frames });
  }
}

function take(running: Running, observation: FrameObservation, nowMs: number): void {
  const { face, evidence } = observation;
  const hasCrop = face !== null && nowMs >= running.nextCropMs;
  if (hasCrop) running.nextCropMs = nowMs + CROP_EVERY_MS;
  running.frames.push(hasCrop ? observation : withoutCrop(observation));
  const { progress } = running;
  const infrared = evidence?.infrared ?? null;
  running.progress = {
    ...progress,
    frames: progress.frames + 1,
    faces: progress.faces + (face === null ? 0 : 1),
    measured: progress.measured + (evidence === null ? 0 : 1),
    pairs: progress.pairs + (infrared === null ? 0 : 1),
    infraredFaces: progress.infraredFaces + (infrared?.face ? 1 : 0),
  };
}
