import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasModbusSlave, startModbusSlave } from '../fakes/modbus-slave.ts';
import type { Status } from '../../src/shared/status.ts';
import { writeClip } from './support/clip.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import { runCli, TerminalProcess } from './support/terminal-process.ts';

describe.skipIf(!hasPictures || !hasModbusSlave)('a terminal with something missing', () => {
  let folder: string;
  let dataDir: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'faults-e2e-'));
    dataDir = join(folder, 'data');
    await writeClip(join(folder, 'clip.mjpeg'), [
      { frames: null, repeat: 3, count: 15 },
      { frames: webcamFrames('live', '0005', 2), repeat: 3 },
    ]);
    const photo = webcamFrames('live', '0005', 1)[10] ?? '';
    const added = await runCli(['people', 'add', '--id', 'w1', '--name', '解珍', '--photo', photo, '--data', dataDir]);
    expect(added.code, added.stderr).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = (liveness: 'infrared' | 'off', port: string): TerminalProcess => {
    const path = join(folder, 'config.json');
    const config = {
      cameras: { replay: 'clip.mjpeg' },
      turnstile: { driver: 'modbus-rtu', port },
      recognition: { repeatSeconds: 1 },
      liveness: { mode: liveness },
    };
    writeFileSync(path, JSON.stringify(config));
    return new TerminalProcess(['--config', path, '--data', dataDir, '--headless']);
  };
  const list = async (...more: string[]) =>
    JSON.parse((await runCli(['punches', 'list', '--json', '--data', dataDir, ...more])).stdout);

  it('without a way to tell a living face, refuses everyone and says why', async () => {
    const slave = await startModbusSlave();
    const terminal = start('infrared', slave.port);
    try {
      await terminal.until((line) => line.event === 'refused' && line['reason'] === 'livenessUnavailable', 180_000);
      expect(await list()).toEqual([]);
      expect(await list('--refused')).toMatchObject([{ reason: 'livenessUnavailable', hasPicture: true }]);
      expect(slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0)).toEqual([]);
    } finally {
      await terminal.stop();
      await slave.close();
    }
  });

  it('without its serial port records the punch and marks it, and opens as soon as the port is there', async () => {
    const port = join(folder, 'ttyLater');
    const terminal = start('off', port);
    const slave = await startModbusSlave();
    try {
      await terminal.until((line) => line.event === 'opening' && line['outcome'] === 'notAnswering', 180_000);
      const { status } = JSON.parse((await runCli(['status', '--json', '--data', dataDir])).stdout) as { status: Status };
      expect(status.areas['gate']?.state).toBe('notAnswering');
      expect(await list()).toMatchObject([{ workerId: 'w1', openings: [{ outcome: 'notAnswering' }] }]);
      symlinkSync(slave.port, port);
      await terminal.until((line) => line.event === 'opening' && line['outcome'] === 'opened', 180_000);
      expect(slave.requests.some(({ fc, value }) => fc === 5 && value !== 0)).toBe(true);
    } finally {
      await terminal.stop();
      await slave.close();
    }
  });
});
