import type { Clock } from '../shared/clock.ts';
import { HOLD_MS, MOVE_MS } from '../recognition/liveness/challenge/challenge.ts';
import { Fault, type FaultCode } from '../shared/fault.ts';
import { laneSubject, type LaneNumber } from '../shared/lanes.ts';
import type { Log } from '../shared/log.ts';
import { frameKey, type JudgeCall, type LivenessCall } from '../recognition/liveness/liveness-call.ts';
import type { RecordedEntry } from '../recognition/liveness/lab/replay.ts';
import type { RecordingLabel } from '../shared/recording-label.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import type { Audit } from '../store/audit.ts';
import type { Recordings } from '../store/recordings.ts';
import { encodeEntries, withoutCrop } from './recording-entries.ts';

/**
 * Recordings hold faces and serve one purpose, the threshold that is worked out in the days after they were made: they leave by
 * themselves as soon as refused attempts do, which hold the same kind of pictures.
 */
export const RECORDING_DAYS = 30;
/** Longest session, s: a passage takes two, and everything of it passes through memory. */
export const LONGEST_SECONDS = 60;

const DAY_MS = 86_400_000;
const PART_MS = 1_000;
/** Crops of frames that no move is judged by are for looking at what was recorded; twice a second is enough. */
const CROP_EVERY_MS = 500;
/** A frame waits so long for the gate to judge it, ms: only then is known what of it is to be kept. */
const WAIT_MS = 1_000;
/**
 * A session that ends in the middle of a question goes on for so long at most, ms: coming closer, a second move, and one that was not seen, each with
 * its time to hold still.
 */
export const LONGEST_QUESTION_MS = 3 * (HOLD_MS + MOVE_MS);
/** Who was asked and is not judged any more for so long is gone, ms. */
const GONE_MS = 2_000;

export interface RecorderParts {
  readonly recordings: Recordings;
  readonly audit: Audit;
  /** Is anybody asked for a move at that lane? Then the pictures that moves are judged by are kept too. */
  readonly asks: (lane: LaneNumber) => boolean;
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
  /** Frames of somebody whom the gate knew: nobody else is asked for a move. */
  readonly known: number;
  /** Questions that were put, and those of them after which somebody was found living. */
  readonly asked: number;
  readonly askedLive: number;
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
  /** Not written yet, in the order in which it came. */
  pending: Pending[];
  partEndsMs: number;
  nextCropMs: number;
  /** The attempt that was asked last; when a question was last seen to be open, monotonic. */
  askedAttempt: number | null;
  openMs: number | null;
}

interface Pending {
  readonly atMs: number;
  readonly entry: RecordedEntry;
  /** The gate judged this frame and may ask for moves. */
  needsCrop: boolean;
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
      pending: [],
      askedAttempt: null,
      openMs: null,
      progress: {
        id,
        isRunning: true,
        leftMs: what.seconds * 1_000,
        frames: 0,
        faces: 0,
        measured: 0,
        pairs: 0,
        infraredFaces: 0,
        known: 0,
        asked: 0,
        askedLive: 0,
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
    if (!isOver(running, nowMs)) take(running, observation, nowMs);
    this.check();
  }

  /** Takes what the lane's judge of liveness was told of a frame that came before, and what it said. */
  told(call: LivenessCall, lane: LaneNumber = 1): void {
    const running = this.#running;
    if (running?.lane !== lane) return;
    const nowMs = this.#parts.clock.monotonic();
    running.pending.push({ atMs: nowMs, entry: { call }, needsCrop: false });
    if (call.call !== 'judge') return;
    const frame = running.pending.find(({ entry }) => 'frame' in entry && frameKey(entry.frame) === nameOf(call));
    if (frame) frame.needsCrop = this.#parts.asks(lane);
    noteJudged(running, call, nowMs);
  }

  /** Writes down what is due and ends a session whose time is over; call about once a second. */
  check(): void {
    const running = this.#running;
    if (running === null) return;
    const nowMs = this.#parts.clock.monotonic();
    const isEnd = isOver(running, nowMs);
    running.progress = { ...running.progress, leftMs: Math.max(0, running.endsMs - nowMs) };
    if (!isEnd && nowMs < running.partEndsMs) return;
    running.partEndsMs = nowMs + PART_MS;
    try {
      this.#write(running, isEnd ? nowMs : nowMs - WAIT_MS);
      if (isEnd) this.#parts.recordings.finish(running.progress.id);
    } catch (error) {
      const { code } = Fault.from(error, 'store.failed', 'a recording could not be written');
      this.#parts.log.warn('liveness', 'recordingBrokeOff', { code });
      running.progress = { ...running.progress, failure: code };
    }
    if (isEnd || running.progress.failure !== null) this.#end(running);
  }

  /** The session of that id, if it is the one going on or the last one; null otherwise. */
  progress(id: number): RecordingProgress | null {
    const current = this.#running?.progress ?? this.#last;
    return current?.id === id ? current : null;
  }

  /** Removes what is older than RECORDING_DAYS. Nothing stays longer because the clock ran ahead when it was made; a clock in doubt says nothing of that. */
  expire(isClockDoubtful = false): void {
    const { recordings, audit, clock } = this.#parts;
    const atMs = clock.now();
    if (!isClockDoubtful) recordings.redate(atMs);
    for (const id of recordings.removeBefore(atMs - RECORDING_DAYS * DAY_MS))
      audit.add({ atMs, actor: 'system', action: 'recording.expired', subject: String(id) });
  }

  /** What came until `untilMs`. */
  #write(running: Running, untilMs: number): void {
    const { pending, progress } = running;
    const later = pending.findIndex(({ atMs }) => atMs > untilMs);
    const due = pending.slice(0, later === -1 ? pending.length : later);
    running.pending = pending.slice(due.length);
    if (due.length === 0) return;
    const entries = due.map((one) => keptOf(one, running));
    this.#parts.recordings.addPart(progress.id, encodeEntries(entries), entries.filter((entry) => 'frame' in entry).length);
  }

  #end(running: Running): void {
    this.#last = { ...running.progress, isRunning: false };
    this.#running = null;
    this.#parts.log.info('liveness', 'recorded', { id: this.#last.id, frames: this.#last.frames });
  }
}

/** In the middle of a question nothing is over: without its answer the session would tell nothing. */
function isOver({ endsMs, openMs }: Running, nowMs: number): boolean {
  if (nowMs < endsMs) return false;
  return openMs === null || nowMs - openMs >= GONE_MS || nowMs >= endsMs + LONGEST_QUESTION_MS;
}

const nameOf = (call: Pick<JudgeCall, 'frame' | 'takenAtMs'>): string => frameKey(call);

function noteJudged(running: Running, { attempt, isWanted, said }: JudgeCall, nowMs: number): void {
  const { progress, askedAttempt } = running;
  const isOpen = said?.kind === 'challenge';
  running.openMs = isOpen ? nowMs : null;
  running.progress = {
    ...progress,
    known: progress.known + (isWanted ? 1 : 0),
    asked: progress.asked + (isOpen && attempt !== askedAttempt ? 1 : 0),
    askedLive: progress.askedLive + (said?.kind === 'live' && attempt === askedAttempt ? 1 : 0),
  };
  if (isOpen) running.askedAttempt = attempt;
}

function keptOf({ atMs, entry, needsCrop }: Pending, running: Running): RecordedEntry {
  if (!('frame' in entry) || entry.frame.face === null) return entry;
  if (!needsCrop && atMs < running.nextCropMs) return { frame: withoutCrop(entry.frame) };
  running.nextCropMs = atMs + CROP_EVERY_MS;
  return entry;
}

function take(running: Running, observation: FrameObservation, nowMs: number): void {
  const { face, evidence } = observation;
  running.pending.push({ atMs: nowMs, entry: { frame: observation }, needsCrop: false });
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
