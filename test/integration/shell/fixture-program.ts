import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { build } from 'esbuild';
import { chromium, type Browser, type Page } from 'playwright-core';

const root = resolve(import.meta.dirname, '../../..');

/** A page that gives its signs of life and keeps what it is told. */
const pageScript = `
window.heard = [];
try { window.compiled = new Function('return 1')(); } catch { window.compiled = 'blocked'; }
window.terminal.follow('voice.play', (value) => window.heard.push(value));
window.terminal.post('page.alive', {});
setInterval(() => window.terminal.post('page.alive', {}), 250);
`;
const pageMarkup =
  '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>';

export interface Line {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** test/electron/fixture-main.ts on the stand-in, driven over its debugging port. */
export class FixtureProgram {
  readonly lines: Line[] = [];
  readonly folder: string;
  readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #port: number;
  #browser: Browser | null = null;
  #errors = '';

  private constructor(folder: string, port: number) {
    this.folder = folder;
    this.#port = port;
    const args = ['--import', join(root, 'test/electron/register.ts'), join(root, 'test/electron/fixture-main.ts')];
    this.child = spawn(process.execPath, [...args, join(folder, 'page'), join(folder, 'preload.cjs')], {
      // Profiles go where the test can see that they are removed.
      env: { ...process.env, TERMINAL_CDP_PORT: String(port), TERMINAL_CHROMIUM_CLOSE_MS: '60000', TMPDIR: folder },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    createInterface({ input: this.child.stdout }).on('line', (line) => this.lines.push(JSON.parse(line) as Line));
    this.child.stderr.on('data', (chunk: Buffer) => {
      this.#errors += chunk.toString();
    });
  }

  static async start(): Promise<FixtureProgram> {
    const folder = mkdtempSync(join(tmpdir(), 'terminal-fixture-'));
    mkdirSync(join(folder, 'page'));
    writeFileSync(join(folder, 'page', 'index.html'), pageMarkup);
    writeFileSync(join(folder, 'page', 'page.js'), pageScript);
    await build({
      entryPoints: [join(root, 'src/preload.ts')],
      bundle: true,
      format: 'cjs',
      platform: 'browser',
      external: ['electron'],
      outfile: join(folder, 'preload.cjs'),
    });
    const program = new FixtureProgram(folder, await freePort());
    await program.until((line) => line.event === 'screen' && line['state'] === 'ok');
    return program;
  }

  /** The page, over Chromium's debugging port; another one after each restart. */
  async page(): Promise<Page> {
    this.#browser ??= await chromium.connectOverCDP(`http://127.0.0.1:${String(this.#port)}`);
    const browser = this.#browser;
    return this.#poll('the page', () =>
      browser
        .contexts()
        .flatMap((context) => context.pages())
        .findLast((page) => page.url().endsWith('/index.html')),
    );
  }

  say(word: string): void {
    this.child.stdin.write(`${word}\n`);
  }

  /** The first line from `from` on that matches. */
  until(matches: (line: Line) => boolean, from = 0): Promise<Line> {
    return this.#poll('a line of the log', () => this.lines.slice(from).find(matches));
  }

  /** Exit code, or the signal that ended it. */
  async ended(): Promise<number | string | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode ?? this.child.signalCode;
  }

  async dispose(): Promise<void> {
    await this.#browser?.close().catch(() => undefined);
    this.child.kill('SIGKILL');
    await this.ended();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }

  async #poll<T>(what: string, look: () => T | undefined): Promise<T> {
    const deadline = performance.now() + 60_000;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      if (performance.now() > deadline) {
        throw new Error(
          `${what} did not come; log:\n${this.lines.map((line) => JSON.stringify(line)).join('\n')}\n${this.#errors}`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
