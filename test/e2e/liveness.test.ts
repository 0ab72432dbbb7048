import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLivenessDetail } from '../../src/shared/refusal-detail.ts';
import { hasModbusSlave, startModbusSlave } from '../fakes/modbus-slave.ts';
import { writePairClip, type ClipKind } from '../simulation/clips.ts';
import { canSimulate } from '../simulation/people.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import { runCli, TerminalProcess } from './support/terminal-process.ts';

const WORKER = '0005';
/** Pictures of one appearance, ten a second: longer than liveness may take. */
const PICTURES = 45;
const EMPTY = 15;
/** The clip is played over and over meanwhile. */
const ANSWER_MS = 60_000;

interface Refusal {
  readonly reason: string;
  readonly workerId: string | null;
  readonly detail: string | null;
  readonly hasPicture: boolean;
}

interface Shown {
  readonly refusals: readonly Refusal[];
  readonly punches: readonly { readonly workerId: string }[];
  readonly pulses: number;
  /** States that the infrared and the visible camera were said to be in. */
  readonly states: readonly string[];
}

/** The right half of each clip is SIMULATED; the left one is a real webcam sequence. */
describe.skipIf(!hasPictures || !hasModbusSlave || !canSimulate)('an enrolled worker before two cameras', () => {
  let folder: string;
  const remembered = new Map<ClipKind, Promise<Shown>>();

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liveness-e2e-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a terminal on the clip until somebody was admitted, or twice refused. Each kind once. */
  const shown = (kind: ClipKind): Promise<Shown> => {
    const run = remembered.get(kind) ?? show(kind);
    remembered.set(kind, run);
    return run;
  };

  async function show(kind: ClipKind): Promise<Shown> {
    const dataDir = join(folder, kind);
    const configFile = join(folder, `${kind}.json`);
    const clip = `${kind}.mjpeg`;
    const sequence = webcamFrames('live', WORKER, 2).slice(0, PICTURES);
    await writePairClip(join(folder, clip), sequence, kind, { emptyBefore: EMPTY, emptyAfter: EMPTY });
    const slave = await startModbusSlave();
    const config = {
      device: { sn: 'E2E' },
      cameras: { visible: 'any', infrared: 'any', replay: clip, replayLayout: 'visible-infrared' },
      turnstile: { driver: 'modbus-rtu', port: slave.port },
      recognition: { repeatSeconds: 1 },
      liveness: { mode: 'infrared' },
    };
    writeFileSync(configFile, JSON.stringify(config));
    const photo = webcamFrames('live', WORKER, 1)[10] ?? '';
    const who = ['--id', WORKER, '--name', '解珍', '--photo', photo];
    const added = await runCli(['people', 'add', ...who, '--data', dataDir, '--config', configFile]);
    expect(added.code, added.stderr).toBe(0);
    const terminal = new TerminalProcess(['--config', configFile, '--data', dataDir, '--headless']);
    try {
      await terminal.event('vision', 'ready', 90_000);
      const isPulse = ({ fc, value }: { readonly fc: number; readonly value: number }): boolean => fc === 5 && value !== 0;
      const twiceRefused = (): boolean => terminal.lines.filter(({ event }) => event === 'refused').length >= 2;
      await Promise.any([slave.until(() => slave.requests.some(isPulse), ANSWER_MS), terminal.until(twiceRefused, ANSWER_MS)]);
      const list = async (...more: string[]) =>
        JSON.parse((await runCli(['punches', 'list', '--json', '--data', dataDir, ...more])).stdout);
      return {
        refusals: (await list('--refused')) as Refusal[],
        punches: (await list()) as Shown['punches'],
        pulses: slave.requests.filter(isPulse).length,
        states: terminal.lines
          .filter(({ area, event }) => area === 'status' && event === 'changed')
          .map((line) => `${String(line['of'])}.${String(line['state'])}`),
      };
    } finally {
      await terminal.stop();
      await slave.close();
    }
  }

  it.for(['live', 'plainLive'] as const)('is admitted as a simulated head (%s)', async (kind) => {
    const { pulses, punches, refusals } = await shown(kind);
    expect(pulses, JSON.stringify(refusals)).toBeGreaterThanOrEqual(1);
    expect(new Set(punches.map(({ workerId }) => workerId))).toEqual(new Set([WORKER]));
  });

  it.for([
    ['dark', 'screen'],
    ['flatCopy', 'print'],
  ] as const)('is refused as an attack when the infrared half is %s: a %s', async ([kind, attack]) => {
    const { pulses, punches, refusals } = await shown(kind);
    expect([pulses, punches.length]).toEqual([0, 0]);
    const attacks = refusals.filter(({ reason }) => reason === 'attack');
    expect(attacks.map(({ detail }) => readLivenessDetail(detail ?? '')?.takenFor)).toContain(attack);
    expect(attacks.every(({ hasPicture }) => hasPicture)).toBe(true);
  });

  it.for([
    ['print', null],
    ['covered', null],
    ['swapped', 'cameraInfrared.swapped'],
    ['frozenInfrared', 'cameraInfrared.frozen'],
    ['frozenVisible', 'cameraVisible.frozen'],
  ] as const)('is not let in with the clip made %s, though he is with the clip as it was', async ([kind, named]) => {
    const { pulses, punches, refusals, states } = await shown(kind);
    expect([pulses, punches.length]).toEqual([0, 0]);
    expect(refusals.length).toBeGreaterThanOrEqual(1);
    if (named !== null) expect(states).toContain(named);
    expect((await shown('live')).pulses).toBeGreaterThanOrEqual(1);
  });
});
