import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startModbusSlave } from '../fakes/modbus-slave.ts';
import type { ModbusSlave } from '../fakes/modbus-slave.ts';
import { bulkEnrol } from './support/bulk-enrol.ts';
import { writeClip } from './support/clip.ts';
import type { ClipPart } from './support/clip.ts';
import { GatePlace } from './support/gate-place.ts';
import { hasPictures, unknownPeople, webcamFrames } from './support/pictures.ts';
import { runCli, TerminalProcess } from './support/terminal-process.ts';

const workers = ['0001', '0005', '0006'];
const strangers = ['0008', '0011', '0012'];

interface Punch {
  readonly workerId: string;
  readonly atMs: number;
  readonly openings: readonly { readonly outcome: string }[];
}

const readPunches = async (dataDir: string): Promise<Punch[]> =>
  JSON.parse((await runCli(['punches', 'list', '--json', '--data', dataDir])).stdout);

describe.skipIf(!hasPictures)('a morning at the gate, on real pictures', () => {
  let folder: string;
  let dataDir: string;
  let configFile: string;
  let slave: ModbusSlave;
  let terminal: TerminalProcess;
  /** Rows on disk at the moment the slave was told to switch the coil on, one per pulse. */
  const rowsAtPulse: number[] = [];
  let enrolledStrangers = 0;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gate-e2e-'));
    dataDir = join(folder, 'data');
    slave = await startModbusSlave();
    // Every second one: all of them take a minute more, and `npm run evaluate` has them all.
    const others = unknownPeople().filter((_, index) => index % 2 === 0);
    enrolledStrangers = await bulkEnrol(dataDir, others, (path) => `u-${basename(path, '.jpg')}`);
    const pause: ClipPart = { frames: null, repeat: 3, count: 12 };
    // The strangers come between the workers; every second picture of a sequence, ten a second.
    const parts = workers.flatMap((worker, index) => [
      pause,
      { frames: webcamFrames('live', worker, 2), repeat: 3 },
      pause,
      { frames: webcamFrames('live', strangers[index] ?? '', 1).slice(0, 35), repeat: 3 },
    ]);
    const clip = join(folder, 'morning.mjpeg');
    await writeClip(clip, parts);
    configFile = join(folder, 'config.json');
    writeFileSync(
      configFile,
      JSON.stringify({
        device: { sn: 'E2E' },
        cameras: { visible: 'any', infrared: null, replay: 'morning.mjpeg' },
        turnstile: { driver: 'modbus-rtu', port: slave.port },
        recognition: { repeatSeconds: 5 },
        liveness: { mode: 'off' },
      }),
    );
    for (const worker of workers) {
      const photo = webcamFrames('live', worker, 1)[10] ?? '';
      const added = await runCli([
        'people',
        'add',
        '--id',
        worker,
        '--name',
        '单雄信',
        '--photo',
        photo,
        '--data',
        dataDir,
        '--config',
        configFile,
      ]);
      expect(added.code, added.stderr).toBe(0);
    }
    terminal = new TerminalProcess(['--config', configFile, '--data', dataDir, '--headless']);
    await terminal.event('vision', 'ready', 180_000);
    const seen = new Set<number>();
    const database = new Database(join(dataDir, 'terminal.db'), { readonly: true });
    const count = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM openings');
    // One whole round of the film and the first worker again.
    await slave.until(() => {
      slave.requests.forEach(({ fc, address, value }, index) => {
        if (fc !== 5 || address !== 0 || value === 0 || seen.has(index)) return;
        seen.add(index);
        rowsAtPulse.push(count.get()?.n ?? 0);
      });
      return rowsAtPulse.length >= 4;
    }, 300_000);
    database.close();
    await terminal.stop();
  }, 900_000);

  afterAll(async () => {
    await terminal?.stop();
    await slave?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('fills the gallery with 400 others', () => {
    expect(enrolledStrangers).toBeGreaterThanOrEqual(395);
  });

  it('admits each enrolled worker under the right id, and nobody else', async () => {
    const admitted = (await readPunches(dataDir)).map((punch) => punch.workerId);
    expect(new Set(admitted)).toEqual(new Set(workers));
  });

  it('refuses the strangers as unknown', async () => {
    const refused: { reason: string }[] = JSON.parse(
      (await runCli(['punches', 'list', '--refused', '--json', '--data', dataDir])).stdout,
    );
    expect(refused.filter(({ reason }) => reason === 'unknown').length).toBeGreaterThanOrEqual(strangers.length);
  });

  it('gives exactly one pulse for each opening, and the board confirmed each', async () => {
    const outcomes = (await readPunches(dataDir)).flatMap((punch) => punch.openings.map((opening) => opening.outcome));
    const pulses = slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0).length;
    expect(outcomes).toEqual(Array.from({ length: pulses }, () => 'opened'));
  });

  it('had each punch on disk before the coil was switched on', () => {
    expect(rowsAtPulse.length).toBeGreaterThanOrEqual(4);
    rowsAtPulse.forEach((rows, index) => expect(rows).toBeGreaterThanOrEqual(index + 1));
  });

  it('leaves the coil off', () => {
    const last = slave.requests.filter(({ fc }) => fc === 5).at(-1);
    expect(last?.value).toBe(0);
  });
});

describe.skipIf(!hasPictures)('two lanes on one terminal, on real pictures', () => {
  const [entering = '', leaving = ''] = workers;
  let place: GatePlace;
  afterAll(() => place?.close());

  /** What both cameras see at the same time, side by side, as JPEG files. */
  const sideBySide = async (folder: string): Promise<string[]> => {
    const [left, right] = [entering, leaving].map((worker) => webcamFrames('live', worker, 1).slice(0, 40));
    return Promise.all(
      (left ?? []).map(async (frame, index) => {
        const file = join(folder, `${String(index)}.jpg`);
        const canvas = sharp({ create: { width: 1280, height: 480, channels: 3, background: '#7d8287' } });
        await canvas
          .composite([
            { input: frame, left: 0, top: 0 },
            { input: right?.[index] ?? frame, left: 640, top: 0 },
          ])
          .jpeg({ quality: 90 })
          .toFile(file);
        return file;
      }),
    );
  };

  it('each lane recognises who stands before its own camera, and opens its own relay of the board', async () => {
    const pictures = mkdtempSync(join(tmpdir(), 'lanes-e2e-'));
    place = await GatePlace.create({
      clip: [{ frames: await sideBySide(pictures), repeat: 3 }],
      config: ({ turnstile }) => ({
        cameras: { visible: 'any', infrared: null, replay: 'clip.mjpeg', replayLayout: 'two-lanes' },
        lanes: { second: { enabled: true, direction: 'out', turnstile: { ...turnstile, coil: 1 } } },
      }),
    });
    rmSync(pictures, { recursive: true, force: true });
    const photos = new Map([entering, leaving].map((worker) => [webcamFrames('live', worker, 1)[10] ?? '', worker]));
    await bulkEnrol(place.dataDir, [...photos.keys()], (path) => photos.get(path) ?? '');
    await place.start();
    const isOn = (coil: number): boolean =>
      place.slave.requests.some(({ fc, address, value }) => fc === 5 && address === coil && value !== 0);
    await place.slave.until(() => isOn(0) && isOn(1), 300_000);
    await place.stop();
    const punches: (Punch & { readonly lane: number; readonly direction: string })[] = JSON.parse(
      (await runCli(['punches', 'list', '--json', '--data', place.dataDir])).stdout,
    );
    const seen = new Set(punches.map(({ workerId, direction, lane }) => `${workerId} ${direction} ${String(lane)}`));
    expect(seen).toEqual(new Set([`${entering} in 1`, `${leaving} out 2`]));
  }, 600_000);
});
