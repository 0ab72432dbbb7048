import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { reportText } from '../recognition/liveness/lab/report.ts';
import { scoreSessions, type JudgedSession } from '../recognition/liveness/lab/score.ts';
import { Fault } from '../shared/fault.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { CommandName, CommandOutput } from './commands.ts';
import { programDir } from './installation.ts';
import { labUsage, LabUsageError, readLabRequest, type LabRequest, type Place } from './liveness-lab-arguments.ts';
import type { Progress, RecordingRow } from './liveness-lab-commands.ts';
import { recordingTable } from './liveness-lab-table.ts';
import { LONGEST_QUESTION_MS } from './recordings.ts';

/** How the lab reaches the terminal and the person. */
export interface LabPorts {
  /** Runs a command on the terminal of that place, running or stopped. */
  readonly ask: <N extends CommandName>(place: Place, name: N, input: unknown) => Promise<CommandOutput<N>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

/** Moves are asked of workers alone: of anybody else the recording holds no answer. */
const UNKNOWN =
  'the gate knew nobody, so nobody was asked for a move: enrol whom you record, and show copies of somebody who is enrolled';

const LOOK_MS = 500;
/** A recording that has not ended so long after its time never will, ms. */
const PATIENCE_MS = 10_000;

/** Runs one command of the lab; answers the exit code. Throws the faults of the terminal. */
export async function runLivenessLab(argv: readonly string[], ports: LabPorts): Promise<number> {
  if (argv[0] === 'simulate') return simulate(argv.slice(1), ports);
  if (argv.includes('--help')) {
    ports.print(labUsage);
    return 0;
  }
  try {
    return await carryOut(readLabRequest(argv), ports);
  } catch (error) {
    if (!(error instanceof LabUsageError)) throw error;
    ports.complain(`${error.message}\n\n${labUsage}`);
    return 2;
  }
}

async function carryOut(request: LabRequest, ports: LabPorts): Promise<number> {
  const { place, isJson } = request;
  const { ask, print } = ports;
  switch (request.kind) {
    case 'record':
      return record(request, ports);
    case 'delete': {
      const { deleted } = await ask(place, 'liveness.delete', { id: request.id });
      print(`erased ${String(deleted)} ${deleted === 1 ? 'recording' : 'recordings'}\n`);
      return 0;
    }
    case 'list': {
      const rows = await allRecordings(place, ask);
      print(isJson ? `${JSON.stringify(rows)}\n` : recordingTable(rows));
      return 0;
    }
    case 'score':
      return score(place, isJson, ports);
  }
}

async function record(request: LabRequest & { readonly kind: 'record' }, { ask, print }: LabPorts): Promise<number> {
  const { place, label, seconds, distanceM, lane } = request;
  const { id } = await ask(place, 'liveness.record', { label, seconds, distanceM, lane });
  print(`recording ${String(id)}: ${label}, ${String(seconds)} s …\n`);
  let progress: Progress | null = null;
  for (let leftMs = seconds * 1_000 + LONGEST_QUESTION_MS + PATIENCE_MS; leftMs > 0; leftMs -= LOOK_MS) {
    await sleep(LOOK_MS);
    ({ progress } = await ask(place, 'liveness.progress', { id }));
    if (!progress?.isRunning) break;
  }
  if (progress === null || progress.isRunning || progress.failure !== null) {
    print(`recording ${String(id)} broke off${progress?.failure ? ` [${progress.failure}]` : ''}\n`);
    return 1;
  }
  const { frames, faces, measured, pairs, infraredFaces, asked, askedLive } = progress;
  print(`recorded: ${String(frames)} frames, ${String(faces)} with a face, ${String(measured)} of them measured, `);
  print(`${String(pairs)} with an infrared picture, ${String(infraredFaces)} with a face in it\n`);
  if (asked > 0) print(`asked for a move: ${times(asked)}, found living after it: ${times(askedLive)}\n`);
  for (const note of notesOn(progress, await ask(place, 'liveness.setting', { lane }))) print(`note: ${note}\n`);
  return 0;
}

const times = (count: number): string => ['never', 'once', 'twice'][count] ?? `${String(count)} times`;

function notesOn(
  { frames, faces, measured, pairs, known }: Progress,
  setting: CommandOutput<'liveness.setting'>,
): readonly string[] {
  const { isOff, mode, asksForMoves } = setting;
  if (frames === 0) return ['no frame arrived: is the camera running?'];
  if (faces === 0) return ['no face was found: it counts as a presentation without an answer'];
  if (isOff) return ['liveness.mode is off, so nothing was measured'];
  if (measured === 0) return ['liveness was not measured: is the page still starting?'];
  const isUnpaired = mode === 'infrared' && pairs === 0;
  return [
    ...(isUnpaired ? ['no infrared picture was taken at the same moment: is the infrared camera running?'] : []),
    ...(asksForMoves && known === 0 ? [UNKNOWN] : []),
  ];
}

async function score(place: Place, isJson: boolean, { ask, print, complain }: LabPorts): Promise<number> {
  const all = await allRecordings(place, ask);
  const rows = all.filter(({ isWhole }) => isWhole);
  if (rows.length === 0) {
    complain('there are no whole recordings; make some with: npm run liveness -- record --label live\n');
    return 1;
  }
  const judged: JudgedSession[] = [];
  const leftOut = all.filter(({ isWhole }) => !isWhole).map(({ id }) => `recording ${String(id)} broke off`);
  for (const { id } of rows) {
    try {
      judged.push(await ask(place, 'liveness.judge', { id }));
    } catch (error) {
      leftOut.push(whyLeftOut(error, id));
    }
  }
  const counted = scoreSessions(judged);
  if (isJson) print(`${JSON.stringify({ ...counted, sessions: judged })}\n`);
  else print(reportText(counted));
  for (const why of leftOut) complain(`note: ${why} and is left out\n`);
  for (const lane of new Set(rows.map((row) => row.lane)))
    for (const note of notesOnLane(lane, await ask(place, 'liveness.setting', { lane }))) complain(`note: ${note}\n`);
  return 0;
}

/** One recording less is no reason to say nothing of the others; anything else is. */
function whyLeftOut(error: unknown, id: number): string {
  const { code } = Fault.from(error, 'internal.bug', 'a recording could not be judged');
  if (code === 'recording.unknown') return `recording ${String(id)} was deleted meanwhile`;
  if (code === 'recording.damaged') return `recording ${String(id)} cannot be read`;
  throw error;
}

function notesOnLane(
  lane: LaneNumber,
  { calibration, isReplay, isOff, mode }: CommandOutput<'liveness.setting'>,
): readonly string[] {
  const cameras = `the cameras of lane ${String(lane)}`;
  return [
    ...(isReplay ? ['this terminal plays a replay; the figures say nothing of real cameras'] : []),
    ...(isOff ? [`liveness.mode is off: lane ${String(lane)} lets everybody in, these figures are what "${mode}" would do`] : []),
    ...(mode === 'infrared' && calibration === null
      ? [`${cameras} are not calibrated; calibrate them before recording in earnest`]
      : []),
  ];
}

async function allRecordings(place: Place, ask: LabPorts['ask']): Promise<readonly RecordingRow[]> {
  const rows: RecordingRow[] = [];
  for (;;) {
    const page = await ask(place, 'liveness.list', { beforeId: rows.at(-1)?.id ?? null });
    rows.push(...page.recordings);
    if (page.isLast) return rows;
  }
}

/** The generator of simulated pairs lives with the tests; a packaged terminal has none. */
async function simulate(argv: readonly string[], { print, complain }: LabPorts): Promise<number> {
  const file = join(programDir, 'test', 'simulation', 'run.ts');
  if (!existsSync(file)) {
    complain('simulate needs a checkout of the source: a packaged terminal holds no generator of simulated pairs\n');
    return 1;
  }
  const { runSimulation } = (await import(pathToFileURL(file).href)) as {
    readonly runSimulation: (argv: readonly string[], print: (line: string) => void) => Promise<number>;
  };
  return runSimulation(argv, (line) => print(`${line}\n`));
}
