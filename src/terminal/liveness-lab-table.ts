import type { RecordingRow } from './liveness-lab-commands.ts';
import { RECORDING_DAYS } from './recordings.ts';
import { table } from './tables.ts';

const DAY_MS = 86_400_000;

/** What was recorded, newest first, with the day on which it is erased. */
export function recordingTable(rows: readonly RecordingRow[]): string {
  const cells = rows.map(({ id, at, atMs, lane, label, seconds, distanceM, frames, bytes, isWhole }) => [
    String(id),
    at,
    String(lane),
    label,
    `${String(seconds)} s`,
    distanceM === null ? '-' : `${String(distanceM)} m`,
    String(frames),
    `${(bytes / 1e6).toFixed(1)} MB`,
    new Date(atMs + RECORDING_DAYS * DAY_MS).toISOString().slice(0, 10),
    isWhole ? '' : 'broken off',
  ]);
  return table(['RECORDING', 'AT', 'LANE', 'LABEL', 'LENGTH', 'DISTANCE', 'FRAMES', 'SIZE', 'ERASED', ''], cells);
}
