import { z } from 'zod';
import { cueNames } from '../recognition/liveness/cue.ts';
import { outcomes } from '../recognition/liveness/lab/outcome.ts';
import { Fault } from '../shared/fault.ts';
import { LaneNumber } from '../shared/lanes.ts';
import { recordingLabels } from '../shared/recording-label.ts';
import { CameraCalibration } from '../shared/vision/liveness/calibration.ts';
import type { Store } from '../store/store.ts';
import type { Clock } from '../shared/clock.ts';
import { configOfLane, lanesOf } from '../config/lane-config.ts';
import type { Config } from '../config/schema.ts';
import { readCalibration } from './calibration-store.ts';
import { judgeRecording } from './judge-recording.ts';
import { livenessMode } from './kiosk-settings.ts';
import { asksForMoves, judgedMode } from './liveness-options.ts';
import { LONGEST_SECONDS, type Recorder } from './recordings.ts';

const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O) => ({ input, output }) as const;

export const RecordingRow = z.object({
  id: z.number(),
  /** ISO 8601, UTC. */
  at: z.string(),
  atMs: z.number(),
  label: z.enum(recordingLabels),
  seconds: z.number(),
  distanceM: z.number().nullable(),
  lane: LaneNumber,
  isWhole: z.boolean(),
  frames: z.number(),
  bytes: z.number(),
});
export type RecordingRow = z.infer<typeof RecordingRow>;

const Progress = z.object({
  id: z.number(),
  isRunning: z.boolean(),
  leftMs: z.number(),
  frames: z.number(),
  faces: z.number(),
  measured: z.number(),
  pairs: z.number(),
  infraredFaces: z.number(),
  known: z.number(),
  asked: z.number(),
  askedLive: z.number(),
  failure: z.string().nullable(),
});
export type Progress = z.infer<typeof Progress>;

const Page = z.object({ beforeId: z.number().int().nullable().default(null) });
const LIST_PAGE = 200;

const Judged = z.object({
  label: z.enum(recordingLabels),
  outcome: z.enum(outcomes),
  score: z.number().nullable(),
  cues: z.partialRecord(z.enum(cueNames), z.number()),
});

/** The liveness lab's share of the commands. Nothing that was recorded leaves the terminal: it is judged there. */
export const livenessCommands = {
  'liveness.record': command(
    z.object({
      label: z.enum(recordingLabels),
      seconds: z.number().int().min(1).max(LONGEST_SECONDS).default(10),
      distanceM: z.number().positive().max(5).nullable().default(null),
      lane: LaneNumber.default(1),
    }),
    z.object({ id: z.number() }),
  ),
  'liveness.progress': command(z.object({ id: z.number() }), z.object({ progress: Progress.nullable() })),
  /** Newest first; the next page begins before the last id. */
  'liveness.list': command(Page, z.object({ recordings: z.array(RecordingRow), isLast: z.boolean() })),
  /** What the gate would make of a recording. @throws Fault `recording.unknown`, `recording.damaged` */
  'liveness.judge': command(z.object({ id: z.number() }), Judged),
  /** A null id removes all. */
  'liveness.delete': command(z.object({ id: z.number().nullable() }), z.object({ deleted: z.number() })),
  /** What the recordings of a lane must be judged with. */
  'liveness.setting': command(
    z.object({ lane: LaneNumber.default(1) }),
    z.object({
      calibration: CameraCalibration.nullable(),
      isReplay: z.boolean(),
      isOff: z.boolean(),
      mode: z.enum(['infrared', 'challenge']),
      asksForMoves: z.boolean(),
    }),
  ),
} as const;

type LivenessCommands = typeof livenessCommands;
export type LivenessHandlers = {
  readonly [N in keyof LivenessCommands]: (
    input: z.infer<LivenessCommands[N]['input']>,
  ) => Promise<z.infer<LivenessCommands[N]['output']>>;
};

export interface LivenessLabParts {
  readonly store: Pick<Store, 'recordings' | 'audit' | 'meta'>;
  readonly config: Config;
  readonly clock: Clock;
  /** Null on a stopped terminal, which has no cameras. */
  readonly recorder: Recorder | null;
}

/** What the lab's commands do; recording needs a running terminal, the rest does not. */
export function createLivenessHandlers({ store, config, clock, recorder }: LivenessLabParts): LivenessHandlers {
  const { recordings, audit, meta } = store;
  const note = (subject: string): void =>
    audit.add({ atMs: clock.now(), actor: 'console', action: 'recording.deleted', subject });
  const requireRecorder = (): Recorder => {
    if (recorder !== null) return recorder;
    throw new Fault('recording.notRunning', 'the terminal does not run; its cameras are needed to record');
  };
  return {
    'liveness.record': async (what) => {
      const { lane } = what;
      if (!lanesOf(config).includes(lane)) {
        throw new Fault('lane.unknown', `this terminal has no lane ${String(lane)}: lanes.second.enabled is off`);
      }
      return { id: requireRecorder().begin(what) };
    },
    'liveness.progress': async ({ id }) => {
      recorder?.check();
      return { progress: recorder?.progress(id) ?? null };
    },
    'liveness.list': async ({ beforeId }) => {
      const page = recordings.list({ limit: LIST_PAGE, ...(beforeId === null ? {} : { beforeId }) });
      const rows = page.map((recording) => ({ ...recording, at: new Date(recording.atMs).toISOString() }));
      return { recordings: rows, isLast: rows.length < LIST_PAGE };
    },
    'liveness.judge': ({ id }) => judgeRecording(id, { recordings, meta, config }),
    'liveness.delete': async ({ id }) => {
      if (id === null) {
        const deleted = recordings.removeBefore(Number.MAX_SAFE_INTEGER).length;
        note('*');
        return { deleted };
      }
      if (!recordings.remove(id)) throw new Fault('recording.unknown', `there is no recording ${String(id)}`);
      note(String(id));
      return { deleted: 1 };
    },
    'liveness.setting': async ({ lane }) => {
      const sight = configOfLane(config, lane);
      return {
        calibration: readCalibration(meta, sight.cameras, lane),
        isReplay: sight.cameras.replay !== null,
        isOff: livenessMode(sight) === 'off',
        mode: judgedMode(sight),
        asksForMoves: asksForMoves(sight),
      };
    },
  };
}
