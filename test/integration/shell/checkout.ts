import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

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
export class Checkout {
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
        TERMINAL_ELECTRON_START_MS: '60000',
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

  /** The program on the stand-in without the launcher: how long it takes, ms. */
  async timeAlone(args: readonly string[]): Promise<number> {
    const startedAt = performance.now();
    const program = ['--import', join(this.folder, 'test/electron/register.ts'), join(this.folder, 'out/main/main.js'), ...args];
    await once(spawn(process.execPath, program, { cwd: this.folder, stdio: 'ignore' }), 'close');
    return performance.now() - startedAt;
  }
}
