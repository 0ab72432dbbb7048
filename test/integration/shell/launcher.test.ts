import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Checkout } from './checkout.ts';

const started = (args: readonly string[]): string => `${JSON.stringify({ event: 'started', shell: 'stand-in', args })}\n`;

describe('the launcher', () => {
  let checkout: Checkout;
  beforeEach(() => {
    checkout = new Checkout();
  });
  afterEach(() => rmSync(checkout.folder, { recursive: true }));

  it('passes arguments and exit codes through and leaves standard output to the program', async () => {
    for (const code of [0, 2, 3]) {
      const args = ['--config', 'a file.json', '--end-with', String(code)];
      expect(await checkout.run(args)).toMatchObject({ code, stdout: started(args) });
    }
  });

  it('says which shell it takes and why', async () => {
    expect((await checkout.run(['--end-with', '0'])).stderr).toMatch(/Chromium in place of Electron: there is no display/);
    const env = checkout.electron('exit 1');
    expect((await checkout.run(['--headless', '--end-with', '0'], env)).stderr).toMatch(
      /Chromium in place of Electron: --headless/,
    );
  });

  it('takes Electron where there is one, with the arguments and its exit code', async () => {
    const env = checkout.electron('echo "{\\"shell\\":\\"electron\\",\\"args\\":\\"$*\\"}"; exit 3');
    const outcome = await checkout.run(['--data', 'd'], env);
    expect(outcome).toMatchObject({ code: 3, stdout: '{"shell":"electron","args":". --data d"}\n' });
  });

  it.each([2, 3])('takes exit code %i of a silent Electron for the program’s own', async (code) => {
    expect(await checkout.run([], checkout.electron(`exit ${String(code)}`))).toMatchObject({ code, stdout: '' });
  });

  it.each(['exit 0', 'exit 1', 'exit 127', 'kill -SEGV $$'])(
    'falls back when Electron ends at once (%s), and does not try it again',
    async (script) => {
      const env = checkout.electron(`echo tried >> tries; ${script}`);
      const first = await checkout.run(['--end-with', '0'], env);
      expect(first).toMatchObject({ code: 0, stdout: started(['--end-with', '0']) });
      expect(first.stderr).toMatch(/Electron did not start: it (ended at once with code|was ended at once by SIGSEGV)/);
      const second = await checkout.run(['--end-with', '0'], env);
      expect(second.stderr).toMatch(/Electron did not start earlier/);
      const third = await checkout.run(['--end-with', '0'], { ...env, TERMINAL_ELECTRON: 'retry' });
      expect(third.stderr).toMatch(/Electron did not start: /);
    },
  );

  it('falls back when Electron hangs, and leaves none of its processes behind', async () => {
    const env = checkout.electron('echo $$ > pid; sleep 600 & echo $! > child; wait');
    const outcome = await checkout.run(['--end-with', '0'], { ...env, TERMINAL_ELECTRON_START_MS: '2500' });
    expect(outcome).toMatchObject({ code: 0, stdout: started(['--end-with', '0']) });
    expect(outcome.stderr).toMatch(/Electron did not start: nothing within 2.5 s/);
    expect(outcome.tookMs).toBeGreaterThan(2_500);
    // It sleeps for ten minutes: nobody has waited for it, and it is gone.
    for (const name of ['pid', 'child']) {
      const pid = readFileSync(join(checkout.folder, name), 'utf8').trim();
      await expect.poll(() => isRunning(pid)).toBe(false);
    }
  });

  it('remembers that Electron could not be downloaded until the mirror changes', async () => {
    checkout.write('node_modules/electron/install.js', "console.error('Error: getaddrinfo ENOTFOUND mirror'); process.exit(1);");
    const env = { DISPLAY: ':987' };
    const why = async (more = {}): Promise<string | undefined> => {
      const { stderr, code } = await checkout.run(['--end-with', '0'], { ...env, ...more });
      expect(code).toBe(0);
      return /in place of Electron: (.*)/.exec(stderr)?.[1];
    };
    expect(await why()).toBe('Electron could not be downloaded: getaddrinfo ENOTFOUND mirror');
    expect(await why()).toBe('Electron could not be downloaded earlier: getaddrinfo ENOTFOUND mirror');
    expect(await why({ ELECTRON_MIRROR: 'http://127.0.0.1:1/' })).toMatch(/^Electron could not be downloaded: /);
  });

  it('uses an Electron that the download has brought', async () => {
    checkout.write(
      'node_modules/electron/install.js',
      "const fs = require('node:fs'); fs.mkdirSync(__dirname + '/dist'); " +
        "fs.writeFileSync(__dirname + '/dist/electron', '#!/bin/sh\\necho electron; exit 0\\n', { mode: 0o755 });",
    );
    expect(await checkout.run([], { DISPLAY: ':987' })).toMatchObject({ code: 0, stdout: 'electron\n' });
  });

  it('hands a signal on, to the stand-in and to Electron', async () => {
    const env = checkout.electron('trap "echo stopped; exit 0" TERM; echo up; while :; do sleep 0.05; done');
    for (const shell of [{}, env]) {
      const child = checkout.start([], shell);
      const said: string[] = [];
      child.stdout.on('data', (chunk: Buffer) => said.push(chunk.toString()));
      await expect.poll(() => said.length).toBeGreaterThan(0);
      child.kill('SIGTERM');
      await once(child, 'close');
      expect([child.exitCode, child.signalCode]).toEqual([0, null]);
      if ('DISPLAY' in shell) expect(said.join('')).toContain('stopped');
    }
  });

  it('ends with code 3 and says so when there is nothing to show the screen on', async () => {
    const outcome = await checkout.run([], { TERMINAL_CHROMIUM: '/nonexistent' });
    expect(outcome).toMatchObject({ code: 3, stdout: '' });
    expect(outcome.stderr).toMatch(
      /Nothing can show the screen: there is no display for Electron, and there is no \/nonexistent/,
    );
  });

  it('builds again after a change of the source, and only then', async () => {
    const builds = async (): Promise<boolean> => (await checkout.run(['--end-with', '0'])).stderr.includes('· build …');
    expect([await builds(), await builds()]).toEqual([true, false]);
    checkout.write('src/new.ts', 'export {};');
    expect([await builds(), await builds()]).toEqual([true, false]);
  });
});

/** A process that has ended and waits for its parent to notice counts as ended. */
function isRunning(pid: string): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}
