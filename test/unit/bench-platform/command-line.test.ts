import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SichuanBareClient } from './sichuan-bare-client.ts';
import { folderWith, JPEG } from './page-scene.ts';

const MAIN = join(import.meta.dirname, '../../bench-platform/main.ts');

/** The command as a technician runs it; ends with the test. */
function command(...args: readonly string[]) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = once(child, 'close').then(([code]: unknown[]) => code);
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const told = { stdout: '', stderr: '' };
  const watchers = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const)
    child[name].on('data', (chunk: Buffer) => {
      told[name] += chunk.toString();
      for (const watcher of [...watchers]) watcher();
    });
  return {
    told,
    ended,
    stop: () => child.kill('SIGTERM'),
    /** The first match in what it printed. */
    said: (pattern: RegExp): Promise<RegExpExecArray> =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const match = pattern.exec(told.stdout);
          if (match !== null) resolve(match);
        };
        watchers.add(look);
        look();
        void ended.then(() => reject(new Error(`it ended: ${told.stderr}`)));
      }),
  };
}

describe.each([
  { province: 'zhejiang', free: ['--port=0', '--http-port=0', '--web-port=0'] },
  { province: 'sichuan', free: ['--port=0', '--no-https', '--web-port=0'] },
])('npm run platform -- $province', ({ province, free }) => {
  it("runs a platform and its page, prints the terminal's configuration, and ends in peace", async () => {
    const folder = await folderWith({ 'P1_甲.jpg': JPEG });
    const { said, stop, ended } = command(province, ...free, '--people', folder);
    const [, address = ''] = await said(/web page: (\S+)/);
    const [, configuration = ''] = await said(/"platform": (\{.*\})\n/);
    expect(JSON.parse(configuration)).toMatchObject({ protocol: province, [province]: expect.any(Object) });
    expect(await (await fetch(`${address}people`)).json()).toEqual([{ id: 'P1', name: '甲' }]);
    stop();
    expect(await ended).toBe(0);
  });

  it.each([['--nonsense'], ['--port=far'], ['--web-port=70000']])('refuses %s with its help', async (option) => {
    const { ended, told } = command(province, option);
    expect(await ended).toBe(2);
    expect(told.stderr).toContain('--people FOLDER');
  });

  it('says that a port is taken', async () => {
    const holder = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void holder.close());
    await once(holder, 'listening');
    const { ended, told } = command(province, ...free, `--web-port=${(holder.address() as AddressInfo).port}`);
    expect(await ended).toBe(3);
    expect(told.stderr).toContain('EADDRINUSE');
  });

  it('lists every option of its own in its help', async () => {
    const { ended, told } = command(province, '--help');
    expect(await ended).toBe(0);
    for (const option of free) expect(told.stdout).toContain(option.split('=')[0]);
  });
});

describe('npm run platform', () => {
  it('names the platforms where none of them is meant', async () => {
    const { ended, told } = command('atlantis');
    expect(await ended).toBe(2);
    expect(told.stderr).toContain('sichuan|zhejiang');
  });

  it('prints a line for each request, and remembers what it knew', async () => {
    const folder = await folderWith({});
    const args = ['sichuan', '--port=0', '--no-https', '--web-port=0', '--state', join(folder, 'state.json')];
    const punch = async (isFirst: boolean): Promise<void> => {
      const { said, stop, ended } = command(...args);
      const [, baseUrl = ''] = await said(/HTTP: (\S+)/);
      await new SichuanBareClient({ baseUrl, httpsBaseUrl: null, caFile: null }).punch('P1', 0);
      const [line = ''] = await said(/UploadData .*\n/);
      expect(line.includes('重发')).toBe(!isFirst);
      stop();
      expect(await ended).toBe(0);
    };
    await punch(true);
    await punch(false);
  });
});
