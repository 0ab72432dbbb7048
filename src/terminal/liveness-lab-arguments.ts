import { parseArgs } from 'node:util';
import { laneNumbers, type LaneNumber } from '../shared/lanes.ts';
import { recordingLabels, type RecordingLabel } from '../shared/recording-label.ts';
import { usualDataDir } from './arguments.ts';
import { LONGEST_SECONDS, RECORDING_DAYS } from './recordings.ts';

export const labUsage = `Usage: npm run liveness -- COMMAND [--config FILE] [--data DIR]

  record --label LABEL [--seconds N] [--distance M] [--lane N]
                           record what the running terminal's cameras measure, 10 s and the first lane's unless told
  list [--json]            what was recorded
  delete --id ID | --all   erase one recording, or all
  score [--json]           judge the recordings as the gate would, and count the errors
  simulate …               score the simulated pairs (a checkout only)

LABEL: ${recordingLabels.join(' | ')}. One person or thing in each recording, at most ${String(LONGEST_SECONDS)} s.
Begin while nobody stands there. Whoever is asked for a move answers it: the recording goes on until then. Only workers are asked: enrol whom
you record, and show copies of somebody enrolled. Recorded under a wrong label: delete it and record again.
Recordings show faces: they are sealed with the terminal's key and erased after ${String(RECORDING_DAYS)} days.
The gate works on while a recording is made, and refuses, punches and raises alarms as ever.
`;

/** Wrong words on the command line. */
export class LabUsageError extends Error {
  override readonly name = 'LabUsageError';
}

export interface Place {
  readonly dataDir: string;
  readonly configFile: string | null;
}

/** One thing asked of the lab. */
export type LabRequest = { readonly place: Place; readonly isJson: boolean } & (
  | {
      readonly kind: 'record';
      readonly label: RecordingLabel;
      readonly seconds: number;
      readonly distanceM: number | null;
      readonly lane: LaneNumber;
    }
  | { readonly kind: 'list' | 'score' }
  /** A null id: all of them. */
  | { readonly kind: 'delete'; readonly id: number | null }
);

/** @throws LabUsageError naming what is wrong */
export function readLabRequest(argv: readonly string[]): LabRequest {
  const { values, positionals } = parsed(argv);
  const [kind, ...more] = positionals;
  if (more.length > 0) throw new LabUsageError(`"${more.join(' ')}" is too much`);
  const common = {
    place: { dataDir: values.data ?? usualDataDir(process.env), configFile: values.config ?? null },
    isJson: values.json,
  };
  switch (kind) {
    case 'record': {
      const label = recordingLabels.find((known) => known === values.label);
      if (label === undefined) throw new LabUsageError(`record needs --label ${recordingLabels.join('|')}`);
      const seconds = numberIn('--seconds', values.seconds ?? '10', 1, LONGEST_SECONDS);
      if (!Number.isInteger(seconds)) throw new LabUsageError('--seconds takes a whole number');
      const distanceM = values.distance === undefined ? null : numberIn('--distance', values.distance, 0.1, 5);
      const lane = laneNumbers.find((known) => String(known) === (values.lane ?? '1'));
      if (lane === undefined) throw new LabUsageError(`--lane takes ${laneNumbers.join(' or ')}, not "${values.lane ?? ''}"`);
      return { kind, label, seconds, distanceM, lane, ...common };
    }
    case 'delete':
      if ((values.id === undefined) === !values.all) throw new LabUsageError('delete needs --id ID or --all');
      return { kind, id: values.id === undefined ? null : numberIn('--id', values.id, 1, 1e9), ...common };
    case 'list':
    case 'score':
      return { kind, ...common };
    default:
      throw new LabUsageError(kind === undefined ? 'which command?' : `there is no command "${kind}"`);
  }
}

function parsed(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        label: { type: 'string' },
        seconds: { type: 'string' },
        distance: { type: 'string' },
        lane: { type: 'string' },
        id: { type: 'string' },
        all: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new LabUsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function numberIn(name: string, text: string, least: number, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new LabUsageError(`${name} takes a number from ${String(least)} to ${String(most)}, not "${text}"`);
}
