import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { LONGEST_LOOK_MS, passiveJudge, type PassiveJudgeOptions } from '../recognition/liveness/lab/passive-judge.ts';
import { judgeSession, type RecordedSession } from '../recognition/liveness/lab/replay.ts';
import { reportText } from '../recognition/liveness/lab/report.ts';
import { scoreSessions } from '../recognition/liveness/lab/score.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import { uncalibrated } from '../shared/vision/liveness/calibration.ts';
import type { CommandName, CommandOutput } from './commands.ts';
import { programDir } from './installation.ts';
import { labUsage, LabUsageError, readLabRequest, type LabRequest, type Place } from './liveness-lab-arguments.ts';
import type { Progress, RecordingRow } from './liveness-lab-commands.ts';
import { recordingTable } from './liveness-lab-table.ts';
import { decodeFrames } from './recordings-frames.ts';

/** How the lab reaches the terminal and the person. */
export interface LabPorts {
  /** Runs a command on the terminal of that place, running or stopped. */
  readonly ask: <N extends CommandName>(place: Place, name: N, input: unknown) => Promise<CommandOutput<N>>;
  readonly print: (text: string) => void;
  readonly complain: (text: string) => void;
}

const LOOK_MS = 500;
/** A recording that has not ended so long after its time never will, ms. */
const PATIENCE_MS = 10_000;

/** Runs one command of the lab; answers the exit code. Throws the faults of the terminal. */
export async function runLivenessLab(argv: readonly string[], ports: LabPorts): Promise<number> {
  if (argv[0] === 'simulate') return simulate(argv.slice(1), ports);
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
  for (let leftMs = seconds * 1_000 + PATIENCE_MS; leftMs > 0; leftMs -= LOOK_MS) {
    await sleep(LOOK_MS);
    ({ progress } = await ask(place, 'liveness.progress', { id }));
    if (!progress?.isRunning) break;
  }
  if (progress === null || progress.isRunning || progress.failure !== null) {
    print(`recording ${String(id)} broke off${progress?.failure ? ` [${progress.failure}]` : ''}\n`);
    return 1;
  }
  const { frames, faces, measured, pairs, infraredFaces } = progress;
  print(`recorded: ${String(frames)} frames, ${String(faces)} with a face, ${String(measured)} of them measured, `);
  print(`${String(pairs)} with an infrared picture, ${String(infraredFaces)} with a face in it\n`);
  for (const note of notesOn(progress)) print(`note: ${note}\n`);
  return 0;
}

function notesOn({ frames, faces, measured, pairs }: Progress): readonly string[] {
  if (frames === 0) return ['no frame arrived: is the camera running?'];
  if (faces === 0) return ['no face was found: it counts as a presentation without an answer'];
  if (measured === 0) return ['liveness was not measured: is liveness.mode off, or is there no infrared camera?'];
  return pairs === 0 ? ['no infrared picture was taken at the same moment: is the infrared camera running?'] : [];
}

async function score(place: Place, isJson: boolean, { ask, print, complain }: LabPorts): Promise<number> {
  const rows = (await allRecordings(place, ask)).filter(({ isWhole }) => isWhole);
  if (rows.length === 0) {
    complain('there are no whole recordings; make some with: npm run liveness -- record --label live\n');
    return 1;
  }
  const judged = [];
  const lanes = new Map<LaneNumber, CommandOutput<'liveness.setting'>>();
  for (const row of rows) {
    const setting = lanes.get(row.lane) ?? (await ask(place, 'liveness.setting', { lane: row.lane }));
    lanes.set(row.lane, setting);
    judged.push(judgeSession(await sessionOf(place, row, ask), () => passiveJudge(judgedWith(setting)), LONGEST_LOOK_MS));
  }
  const counted = scoreSessions(judged);
  if (isJson) print(`${JSON.stringify({ ...counted, sessions: judged })}\n`);
  else print(reportText(counted));
  if ([...lanes.values()].some(({ isReplay }) => isReplay))
    complain('note: this terminal plays a replay; the figures say nothing of real cameras\n');
  for (const [lane, { calibration }] of lanes)
    if (calibration === null)
      complain(`note: the cameras of lane ${String(lane)} are not calibrated; calibrate them before recording in earnest\n`);
  return 0;
}

const judgedWith = ({ calibration, baselineMm, isReplay }: CommandOutput<'liveness.setting'>): PassiveJudgeOptions => ({
  calibration: calibration ?? uncalibrated(baselineMm),
  isReplay,
});

async function allRecordings(place: Place, ask: LabPorts['ask']): Promise<readonly RecordingRow[]> {
  const rows: RecordingRow[] = [];
  for (;;) {
    const page = await ask(place, 'liveness.list', { beforeId: rows.at(-1)?.id ?? null });
    rows.push(...page.recordings);
    if (page.isLast) return rows;
  }
}

async function sessionOf(place: Place, { id, label }: RecordingRow, ask: LabPorts['ask']): Promise<RecordedSession> {
  const frames = [];
  for (let afterPart = 0; ;) {
    const page = await ask(place, 'liveness.frames', { id, afterPart });
    for (const part of page.parts) if (part !== null) frames.push(...decodeFrames(Buffer.from(part, 'base64')));
    if (page.isLast) return { label, frames };
    afterPart = page.lastPart;
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
