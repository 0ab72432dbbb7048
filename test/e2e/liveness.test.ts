import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readLivenessDetail } from '../../src/shared/refusal-detail.ts';
import { hasModbusSlave, startModbusSlave } from '../fakes/modbus-slave.ts';
import { writeLanesClip, writePairClip, type ClipKind } from '../simulation/clips.ts';
import { canSimulate } from '../simulation/people.ts';
import { bulkEnrol } from './support/bulk-enrol.ts';
import { CLIP, GatePlace } from './support/gate-place.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import { runCli, TerminalProcess, type LogLine } from './support/terminal-process.ts';

const WORKER = '0005';
/** Pictures of one appearance, ten a second: longer than liveness may take. */
const PICTURES = 24;
const EMPTY = 10;
const PICTURE_MS = 100;
/** The film is played over and over meanwhile. */
const ANSWER_MS = 240_000;

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

const statesIn = (lines: readonly LogLine[]): readonly string[] =>
  lines
    .filter(({ area, event }) => area === 'status' && event === 'changed')
    .map((line) => `${String(line['of'])}.${String(line['state'])}`);

/** What those who were refused as attacks were taken for, as the log tells it. */
const takenForIn = (lines: readonly LogLine[]): ReadonlySet<unknown> =>
  new Set(
    lines
      .filter((line) => line.event === 'refused' && line['reason'] === 'attack' && typeof line['detail'] === 'string')
      .map((line) => readLivenessDetail(String(line['detail']))?.takenFor),
  );

const refusedIn = (lines: readonly LogLine[]): number => lines.filter(({ event }) => event === 'refused').length;

/** The right half of each film is SIMULATED; the left one is a real webcam sequence, the same in all. */
describe.skipIf(!hasPictures || !hasModbusSlave || !canSimulate)('an enrolled worker before two cameras', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liveness-e2e-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs a terminal on a film of `kinds`, one after the other, until `isOver` and all of them were played. */
  async function show(
    kinds: readonly ClipKind[],
    isOver: (lines: readonly LogLine[], pulses: number) => boolean,
  ): Promise<Shown> {
    const name = kinds.join('-');
    const dataDir = join(folder, name);
    const configFile = join(folder, `${name}.json`);
    const sequence = webcamFrames('live', WORKER, 2).slice(0, PICTURES);
    for (const [index, kind] of kinds.entries())
      await writePairClip(join(folder, `${name}.mjpeg`), sequence, kind, { emptyBefore: EMPTY, append: index > 0 });
    const slave = await startModbusSlave();
    const config = {
      device: { sn: 'E2E' },
      cameras: { visible: 'any', infrared: 'any', replay: `${name}.mjpeg`, replayLayout: 'visible-infrared' },
      turnstile: { driver: 'modbus-rtu', port: slave.port },
      recognition: { repeatSeconds: 1 },
      liveness: { mode: 'infrared' },
    };
    writeFileSync(configFile, JSON.stringify(config));
    expect(await bulkEnrol(dataDir, webcamFrames('live', WORKER, 1).slice(10, 11), () => WORKER)).toBe(1);
    const terminal = new TerminalProcess(['--config', configFile, '--data', dataDir, '--headless']);
    try {
      await terminal.event('vision', 'ready', 180_000);
      const pulses = (): number => slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0).length;
      // Where in the film it is by now nobody knows: a whole round shows every kind from its beginning, or twice in part.
      const playedAtMs = Date.now() + (kinds.length > 1 ? kinds.length * (PICTURES + EMPTY) * PICTURE_MS : 0);
      const isDone = (): boolean => Date.now() >= playedAtMs && isOver(terminal.lines, pulses());
      // What is wrong is said by what is missing from the answer, not by this wait.
      await Promise.any([slave.until(isDone, ANSWER_MS), terminal.until(isDone, ANSWER_MS)]).catch(() => undefined);
      const list = async (...more: string[]) =>
        JSON.parse((await runCli(['punches', 'list', '--json', '--data', dataDir, ...more])).stdout);
      return {
        refusals: (await list('--refused')) as Refusal[],
        punches: (await list()) as Shown['punches'],
        pulses: pulses(),
        states: statesIn(terminal.lines),
      };
    } finally {
      await terminal.stop();
      await slave.close();
    }
  }

  it('is admitted as a simulated head at each of two lanes, by that lane’s own two cameras', async () => {
    const sequence = webcamFrames('live', WORKER, 2).slice(0, PICTURES);
    const cameras = { visible: 'any', infrared: 'any' };
    const place = await GatePlace.create({
      clip: (path) => writeLanesClip(path, sequence, EMPTY),
      config: ({ turnstile }) => ({
        cameras: { ...cameras, replay: CLIP, replayLayout: 'two-lanes-infrared' },
        lanes: { second: { enabled: true, direction: 'out', cameras, turnstile: { ...turnstile, coil: 1 } } },
        recognition: { repeatSeconds: 1 },
        liveness: { mode: 'infrared' },
      }),
    });
    try {
      expect(await bulkEnrol(place.dataDir, webcamFrames('live', WORKER, 1).slice(10, 11), () => WORKER)).toBe(1);
      await place.start();
      const isOn = (coil: number): boolean =>
        place.slave.requests.some(({ fc, address, value }) => fc === 5 && address === coil && value !== 0);
      // Who was not let in is said by the refusals below, not by this wait.
      await place.slave.until(() => isOn(0) && isOn(1), ANSWER_MS).catch(() => undefined);
      await place.stop();
      const list = async (...more: string[]) =>
        (await runCli(['punches', 'list', '--json', '--data', place.dataDir, ...more])).stdout;
      const punches = JSON.parse(await list()) as { workerId: string; direction: string; lane: number }[];
      const passed = new Set(punches.map(({ workerId, direction, lane }) => `${workerId} ${direction} ${String(lane)}`));
      expect(passed, await list('--refused')).toEqual(new Set([`${WORKER} in 1`, `${WORKER} out 2`]));
    } finally {
      await place.close();
    }
  });

  it('is refused as an attack with his picture kept, as a screen and as prints, and never let in', async () => {
    // Each of the three is refused at least once in a round of the film; the fourth refusal is of the second round.
    const isOver = (lines: readonly LogLine[]): boolean =>
      refusedIn(lines) >= 4 && takenForIn(lines).has('screen') && takenForIn(lines).has('print');
    const { pulses, punches, refusals } = await show(['dark', 'flatCopy', 'print'], isOver);
    expect([pulses, punches.length]).toEqual([0, 0]);
    const attacks = refusals.filter(({ reason }) => reason === 'attack');
    const takenFor = attacks.map(({ detail }) => readLivenessDetail(detail ?? '')?.takenFor);
    expect(new Set(takenFor)).toEqual(new Set(['screen', 'print']));
    expect(attacks.filter(({ hasPicture }) => !hasPicture)).toEqual([]);
  });

  it('is never let in, and the camera named, while pictures stand still, are exchanged, or one lens is covered', async () => {
    const named = ['cameraInfrared.swapped', 'cameraInfrared.frozen', 'cameraVisible.frozen'];
    const kinds: readonly ClipKind[] = ['swapped', 'frozenInfrared', 'frozenVisible', 'covered'];
    const isOver = (lines: readonly LogLine[]): boolean =>
      refusedIn(lines) >= 1 && named.every((name) => statesIn(lines).includes(name));
    const { pulses, punches, states, refusals } = await show(kinds, isOver);
    expect([pulses, punches.length]).toEqual([0, 0]);
    expect(refusals.length).toBeGreaterThanOrEqual(1);
    expect(states).toEqual(expect.arrayContaining(named));
  });
});

describe.skipIf(!hasModbusSlave || !canSimulate)('a camera', () => {
  it('with something before its lens is named while nobody comes', async () => {
    const place = await GatePlace.create({
      clip: async (path) => {
        await writePairClip(path, [], 'live', { emptyBefore: EMPTY });
      },
      config: {
        cameras: { visible: 'any', infrared: 'any', replay: CLIP, replayLayout: 'visible-infrared' },
        liveness: { mode: 'infrared' },
      },
    });
    try {
      const terminal = await place.start();
      const isNamed = (line: LogLine): boolean => statesIn([line]).includes('cameraVisible.covered');
      await terminal.until(isNamed, ANSWER_MS);
      // Black or grey with the noise of a sensor is what an infrared camera sees of an empty yard.
      expect(statesIn(terminal.lines)).not.toContain('cameraInfrared.covered');
    } finally {
      await place.close();
    }
  });
});
