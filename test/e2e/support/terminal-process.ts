import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

export const root = resolve(import.meta.dirname, '../../..');

/** One JSON log line of the terminal. */
export interface LogLine {
  readonly at: string;
  readonly level: string;
  readonly area: string;
  readonly event: string;
  readonly [field: string]: unknown;
}

/** A terminal started as a user starts it, in a process of its own; its log is read line by line. */
export class TerminalProcess {
  readonly lines: LogLine[] = [];
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #stderr = '';

  /** `program`: what Node runs; default: what `npm start` does. */
  constructor(
    args: readonly string[],
    env: Readonly<Record<string, string>> = {},
    program: string = join(root, 'scripts/start.mjs'),
  ) {
    this.#child = spawn(process.execPath, [program, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const { stdout, stderr } = this.#child;
    if (stdout === null || stderr === null) throw new Error('no pipes');
    createInterface({ input: stdout }).on('line', (line) => this.#take(line));
    stderr.on('data', (chunk: Buffer) => {
      this.#stderr += chunk.toString();
    });
    this.#child.once('exit', () => this.#notify());
  }

  /** Of the program itself, which takes the launcher's place. */
  get pid(): number | null {
    return this.#child.pid ?? null;
  }

  /** The first line (from `from` on) that `matches`; rejects after `timeoutMs` or when the terminal ends. */
  async until(matches: (line: LogLine) => boolean, timeoutMs: number, from = 0): Promise<LogLine> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const found = this.lines.slice(from).find(matches);
      if (found !== undefined) return found;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0 || this.#child.exitCode !== null) {
        throw new Error(`the terminal never said it; exit ${String(this.#child.exitCode)}\n${this.tail()}`);
      }
      await new Promise<void>((wake) => {
        const timer = setTimeout(done, leftMs);
        const waiting = this.#waiting;
        function done(): void {
          clearTimeout(timer);
          waiting.delete(done);
          wake();
        }
        waiting.add(done);
      });
    }
  }

  event(area: string, event: string, timeoutMs: number): Promise<LogLine> {
    return this.until((line) => line.area === area && line.event === event, timeoutMs);
  }

  /** Ends the terminal and answers its exit code. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode === null && this.#child.signalCode === null) {
      this.#child.kill(signal);
      await once(this.#child, 'exit');
    }
    return this.#child.exitCode;
  }

  async exitCode(): Promise<number | null> {
    if (this.#child.exitCode === null) await once(this.#child, 'exit');
    return this.#child.exitCode;
  }

  stderr(): string {
    return this.#stderr;
  }

  /** The end of all output, for a failed test's message. */
  tail(): string {
    return [...this.lines.slice(-25).map((line) => JSON.stringify(line)), this.#stderr.slice(-2_000)].join('\n');
  }

  #take(line: string): void {
    if (!line.startsWith('{')) return;
    this.lines.push(JSON.parse(line));
    this.#notify();
  }

  #notify(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

/** Runs the command line as a user does; answers its exit code and output. */
export async function runCli(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [join(root, 'scripts/terminal.mjs'), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  await once(child, 'close');
  return { code: child.exitCode, stdout, stderr };
}
