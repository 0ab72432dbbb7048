import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');

/** Stands for the whole program: says how it was started, then ends as it is told. */
const program = `
import { app } from 'electron';
process.stdout.write(JSON.stringify({ event: 'started', shell: 'stand-in', args: process.argv.slice(2) }) + '\\n');
const code = process.argv.indexOf('--end-with');
if (code > 0) app.exit(Number(process.argv[code + 1]));
`;

interface Outcome {
  readonly code: number | string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

/** A checkout of its own around the launcher: packages are linked, source and build are tiny. */
class Checkout {
  readonly folder = mkdtempSync(join(tmpdir(), 'terminal-launcher-'));

  constructor() {
    for (const path of [
      'scripts/start.mjs',
      'scripts/setup',
      'test/electron',
      'src/shell/app-address.ts',
      'package.json',
      'package-lock.json',
    ]) {
      mkdirSync(join(this.folder, path, '..'), { recursive: true });
      cpSync(join(root, path), join(this.folder, path), { recursive: true });
    }
    // Linked one by one: what set-up remembers must not land among the real ones.
    const modules = join(this.folder, 'node_modules');
    mkdirSync(modules);
    for (const name of ['.bin', '.package-lock.json', 'ws', 'esbuild', 'playwright-core']) {
      symlinkSync(join(root, 'node_modules', name), join(modules, name));
    }
    this.write('node_modules/electron/package.json', '{ "version": "0.0.0" }');
    this.write('out/main/main.js', program);
    this.write(
      'scripts/build.mjs',
      "import { buildInputs, rememberBuild } from './setup/build-stamp.mjs';\nrememberBuild(buildInputs());\n",
    );
    this.write('chromium', '');
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  /** A shell script in place of the Electron binary; answers the environment that points at it. */
  electron(script: string): Readonly<Record<string, string>> {
    chmodSync(this.write('fake/electron', `#!/bin/sh\n${script}\n`), 0o755);
    return { DISPLAY: ':987', ELECTRON_OVERRIDE_DIST_PATH: join(this.folder, 'fake') };
  }

  start(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return spawn(process.execPath, [join(this.folder, 'scripts/start.mjs'), ...args], {
      cwd: this.folder,
      env: {
        ...process.env,
        DISPLAY: '',
        WAYLAND_DISPLAY: '',
        TERMINAL_ELECTRON: '',
        TERMINAL_ELECTRON_START_MS: '700',
        TERMINAL_CHROMIUM: join(this.folder, 'chromium'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  async run(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<Outcome> {
    const startedAt = performance.now();
    const child = this.start(args, env);
    let [stdout, stderr] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    await once(child, 'close');
    return { code: child.exitCode ?? child.signalCode, stdout, stderr, tookMs: performance.now() - startedAt };
  }
}

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
    const env = checkout.electron('echo $$ > pid; sleep 60 & echo $! > child; wait');
    const outcome = await checkout.run(['--end-with', '0'], env);
    expect(outcome).toMatchObject({ code: 0, stdout: started(['--end-with', '0']) });
    expect(outcome.stderr).toMatch(/Electron did not start: nothing within 0.7 s/);
    expect(outcome.tookMs).toBeGreaterThan(700);
    expect(outcome.tookMs).toBeLessThan(5_000);
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
      await expect.poll(() => said.length, { timeout: 5_000 }).toBeGreaterThan(0);
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

  it('costs a prepared checkout less than 0.3 s', async () => {
    await checkout.run(['--end-with', '0']);
    const program = (await checkout.run(['--end-with', '0'])).tookMs;
    const alone = await timeOf(checkout.folder);
    expect(program - alone).toBeLessThan(300);
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

/** The program on the stand-in without the launcher. */
async function timeOf(folder: string): Promise<number> {
  const startedAt = performance.now();
  const args = ['--import', join(folder, 'test/electron/register.ts'), join(folder, 'out/main/main.js'), '--end-with', '0'];
  await once(spawn(process.execPath, args, { cwd: folder, stdio: 'ignore' }), 'close');
  return performance.now() - startedAt;
}
