import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Status } from '../../src/shared/status.ts';
import { hasPictures, webcamFrames } from './support/pictures.ts';
import { runCli, TerminalProcess } from './support/terminal-process.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cli-e2e-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const configFile = (name: string, content: unknown): string => {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
};

describe('starting with what cannot be used', () => {
  it.each([
    ['an unknown key', { turnstile: { porrt: '/dev/ttyS1' } }, 'turnstile.porrt'],
    ['a wrong type', { turnstile: { pulseMs: 'long' } }, 'turnstile.pulseMs'],
    ['a value out of bounds', { platform: { zhejiang: { heartbeatSeconds: 51 } } }, 'platform.zhejiang.heartbeatSeconds'],
    ['a file that is not there', { cameras: { replay: 'nowhere.y4m' } }, 'cameras.replay'],
    ['no JSON', '{ "device": ', ''],
  ])('exits with 2 for %s, names key and file, and starts nothing', async (_, content, key) => {
    const path = configFile('bad.json', content);
    const dataDir = join(folder, 'never');
    const terminal = new TerminalProcess(['--config', path, '--data', dataDir, '--headless']);
    expect(await terminal.exitCode()).toBe(2);
    expect(terminal.stderr()).toContain(key);
    expect(terminal.stderr()).toContain(path);
    expect(() => statSync(dataDir)).toThrow();
  });

  it('exits with 2 when FILE is missing', async () => {
    const terminal = new TerminalProcess(['--config', join(folder, 'none.json'), '--headless']);
    expect(await terminal.exitCode()).toBe(2);
    expect(terminal.stderr()).toContain('none.json');
  });

  it('exits with 3 for the database of a newer version and leaves it as it was', async () => {
    const dataDir = mkdtempSync(join(folder, 'newer-'));
    const path = join(dataDir, 'terminal.db');
    const database = new Database(path);
    database.pragma('user_version = 9999');
    database.close();
    const before = readFileSync(path);
    const terminal = new TerminalProcess(['--config', configFile('ok.json', {}), '--data', dataDir, '--headless']);
    expect(await terminal.exitCode()).toBe(3);
    expect(terminal.stderr()).toContain('store.newer');
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('says on standard output what it can do when it is asked', async () => {
    for (const [words, first] of [
      [['--help'], 'Usage: npm run terminal -- COMMAND'],
      [['qr', '--help'], 'Usage: npm run terminal -- qr'],
      [['liveness', '--help'], 'Usage: npm run liveness --'],
    ] as const) {
      const { code, stdout, stderr } = await runCli(words);
      expect({ code, stderr, isUsage: stdout.startsWith(first) }).toEqual({ code: 0, stderr: '', isUsage: true });
    }
  });

  it('asks for the rest of half a command', async () => {
    expect((await runCli(['people'])).stderr).toMatch(/^which command of "people"\?\n\nUsage/);
    expect((await runCli(['peopel'])).stderr).toMatch(/^there is no command "peopel"\n\nUsage/);
  });

  it('takes the folder before the word liveness as well as behind it', async () => {
    const { code, stderr } = await runCli(['--data', join(folder, 'nobody'), 'liveness', 'list']);
    expect(code).toBe(2);
    expect(stderr).toContain(`there is no terminal's data in ${join(folder, 'nobody')}`);
  });

  it('says how arguments are meant', async () => {
    const terminal = new TerminalProcess(['--confg', 'x']);
    expect(await terminal.exitCode()).toBe(2);
    expect(terminal.stderr()).toContain('Usage');
  });
});

describe.skipIf(!hasPictures)('the command line', () => {
  let dataDir: string;
  const data = (): string[] => ['--data', dataDir];
  const photo = (): string => webcamFrames('live', '0005', 1)[10] ?? '';
  const add = (id: string, path: string, ...more: string[]) =>
    runCli(['people', 'add', '--id', id, '--name', '尉迟恭', '--photo', path, ...data(), ...more]);
  beforeAll(() => {
    dataDir = join(folder, 'people');
  });

  it('enrols, refuses a taken id, replaces it when asked, lists and removes', async () => {
    expect(await add('w1', photo())).toMatchObject({ code: 0, stdout: 'enrolled w1\n' });
    const taken = await add('w1', photo());
    expect(taken.code).toBe(1);
    expect(taken.stderr).toContain('--replace');
    expect(await add('w1', photo(), '--replace')).toMatchObject({ code: 0, stdout: 'replaced w1\n' });
    const listed = await runCli(['people', 'list', '--json', ...data()]);
    expect(JSON.parse(listed.stdout)).toMatchObject([{ id: 'w1', name: '尉迟恭', templates: 1 }]);
    expect(await runCli(['people', 'remove', 'w1', ...data()])).toMatchObject({ code: 0, stdout: 'removed w1\n' });
    expect((await runCli(['people', 'remove', 'w1', ...data()])).stderr).toContain('worker.unknown');
    expect(JSON.parse((await runCli(['people', 'list', '--json', ...data()])).stdout)).toEqual([]);
  });

  it('says of each unusable photograph what is wrong with it', async () => {
    const face = await sharp(photo()).toBuffer();
    const { width, height } = await sharp(face).metadata();
    const files = {
      'photo.unreadable': Buffer.from('not a picture'),
      'photo.noFace': await sharp({ create: { width: 400, height: 400, channels: 3, background: '#77aa55' } })
        .jpeg()
        .toBuffer(),
      'photo.severalFaces': await sharp({ create: { width: width * 2, height, channels: 3, background: '#888888' } })
        .composite([
          { input: face, left: 0, top: 0 },
          { input: face, left: width, top: 0 },
        ])
        .jpeg()
        .toBuffer(),
      'photo.tooSmall': await sharp(face).resize(120).jpeg({ quality: 95 }).toBuffer(),
      'photo.blurred': await sharp(face).blur(9).jpeg().toBuffer(),
    };
    for (const [code, bytes] of Object.entries(files)) {
      const path = join(folder, `${code}.jpg`);
      writeFileSync(path, bytes);
      const refused = await add('w2', path);
      expect(refused.code, code).toBe(1);
      expect(refused.stderr).toContain(code);
    }
    expect((await add('w2', join(folder, 'nowhere.jpg'))).stderr).toContain('nowhere.jpg');
    expect(JSON.parse((await runCli(['people', 'list', '--json', ...data()])).stdout)).toEqual([]);
  });

  it('shows its usage for words it does not know, with exit code 2', async () => {
    const shown = await runCli(['peeple', 'list', ...data()]);
    expect(shown.code).toBe(2);
    expect(shown.stderr).toContain('people add --id');
    expect((await runCli(['status', '--data', join(folder, 'nothing')])).stderr).toContain('nothing');
  });

  it('reaches a running terminal, which takes the change up at once and keeps a second instance away', async () => {
    const config = configFile('run.json', { liveness: { mode: 'off' }, cameras: { infrared: null } });
    const terminal = new TerminalProcess(['--config', config, ...data(), '--headless']);
    try {
      await terminal.event('terminal', 'ready', 180_000);
      expect(JSON.parse((await runCli(['status', '--json', ...data()])).stdout)).toMatchObject({
        isRunning: true,
        status: { areas: { gate: { state: 'notConfigured' }, liveness: { state: 'off' } } },
      });
      expect(await add('w3', photo())).toMatchObject({ code: 0 });
      const { status } = JSON.parse((await runCli(['status', '--json', ...data()])).stdout) as { status: Status };
      expect(status.counts).toMatchObject({ workers: 1, templates: 1 });
      const second = new TerminalProcess(['--config', config, ...data(), '--headless']);
      expect(await second.exitCode()).toBe(3);
      expect(second.stderr()).toContain('data.inUse');
      expect(statSync(join(dataDir, 'control.sock')).mode & 0o777).toBe(0o600);
    } finally {
      expect(await terminal.stop()).toBe(0);
    }
    expect(JSON.parse((await runCli(['status', '--json', ...data()])).stdout)).toMatchObject({ isRunning: false });
  });
});
