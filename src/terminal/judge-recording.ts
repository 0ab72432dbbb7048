import { setImmediate as turn } from 'node:timers/promises';
import { configOfLane } from '../config/lane-config.ts';
import type { Config } from '../config/schema.ts';
import { createLiveness } from '../recognition/liveness/create-liveness.ts';
import { SessionReplay } from '../recognition/liveness/lab/replay.ts';
import type { JudgedSession } from '../recognition/liveness/lab/score.ts';
import { Fault } from '../shared/fault.ts';
import type { Recording } from '../store/recordings.ts';
import type { Store } from '../store/store.ts';
import { judgedMode, livenessOptions } from './liveness-options.ts';
import { decodeEntries } from './recording-entries.ts';

export interface JudgeParts {
  readonly recordings: Store['recordings'];
  readonly meta: Store['meta'];
  readonly config: Config;
}

/**
 * What the gate would make of a recording with the cameras, calibration and limits of now. The gate works meanwhile: it gets its turn
 * after every frame. @throws Fault `recording.unknown`, `recording.damaged`
 */
export async function judgeRecording(id: number, { recordings, meta, config }: JudgeParts): Promise<JudgedSession> {
  const find = (): Recording | undefined => recordings.list({ beforeId: id + 1, limit: 1 }).find((one) => one.id === id);
  const recording = find();
  if (recording === undefined) throw unknown(id);
  const sight = configOfLane(config, recording.lane);
  const options = { ...livenessOptions(sight, meta, recording.lane), mode: judgedMode(sight) };
  const replay = new SessionReplay((draws) => createLiveness(options, draws));
  for (const part of recordings.partsOf(id)) {
    const bytes = recordings.part(part);
    // What is erased while it is judged is gone, not damaged.
    if (bytes === null) throw find() === undefined ? unknown(id) : damaged(id);
    for (const entry of entriesOf(bytes, id)) {
      replay.take(entry);
      if ('frame' in entry) await turn();
    }
    if (replay.isOver) break;
  }
  if (find() === undefined) throw unknown(id);
  return replay.result(recording.label);
}

function entriesOf(bytes: Uint8Array, id: number): ReturnType<typeof decodeEntries> {
  try {
    return decodeEntries(bytes);
  } catch (error) {
    throw damaged(id, { cause: error });
  }
}

const unknown = (id: number): Fault => new Fault('recording.unknown', `there is no recording ${String(id)}`);
const damaged = (id: number, options?: ErrorOptions): Fault =>
  new Fault('recording.damaged', `recording ${String(id)} cannot be read`, options);
