import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { startModbusSlave, type ModbusSlave } from '../fakes/modbus-slave.ts';

/** Somebody before the terminal. */
export interface Presentation {
  readonly workerId: string;
  /** Before the terminal knew of him, ms since the epoch. */
  readonly atMs: number;
}

export interface DrivenTerminalOptions {
  /** A place of its own. */
  readonly folder: string;
  readonly sn: string;
  /** `platform` of its configuration. */
  readonly platform: Readonly<Record<string, unknown>>;
  /** Workers that it knows: `w0` … */
  readonly workers: number;
  /** Pictures of further workers, `face0` …, who are really seen; without any the networks are not started. */
  readonly pictures?: readonly string[];
  readonly config?: Readonly<Record<string, unknown>>;
}

const STARTS_WITHIN_MS = 180_000;
const SETTLES_WITHIN_MS = 60_000;
const MOST_CRASHES = 5;

/** A terminal below the camera with a board of its own, whose camera is this process. May be killed and started again. */
export class DrivenTerminal {
  readonly sn: string;
  readonly dataDir: string;
  readonly presentations: Presentation[] = [];
  readonly #options: DrivenTerminalOptions;
  readonly #slave: ModbusSlave;
  readonly #configFile: string;
  #child: ChildProcess | null = null;
  #exited: Promise<void> = Promise.resolve();
  #lines: string[] = [];
  #wake: () => void = () => undefined;
  #kills = 0;
  #crashes = 0;

  static async create(options: DrivenTerminalOptions): Promise<DrivenTerminal> {
    return new DrivenTerminal(options, await startModbusSlave());
  }

  private constructor(options: DrivenTerminalOptions, slave: ModbusSlave) {
    this.#options = options;
    this.#slave = slave;
    this.sn = options.sn;
    this.dataDir = join(options.folder, 'data');
    this.#configFile = join(options.folder, 'config.json');
    const config = {
      device: { sn: options.sn, direction: 'in' },
      platform: options.platform,
      turnstile: { driver: 'modbus-rtu', port: slave.port, pulseMs: 50 },
      recognition: { repeatSeconds: 0 },
      liveness: { mode: 'off' },
      speech: { enabled: false },
      ...options.config,
    };
    writeFileSync(this.#configFile, JSON.stringify(config));
  }

  /** When the board was told to switch on, ms since the epoch. */
  get pulses(): readonly number[] {
    return this.#slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0).map(({ t }) => t * 1_000);
  }

  get kills(): number {
    return this.#kills;
  }

  /** Ends that nobody asked for. */
  get crashes(): number {
    return this.#crashes;
  }

  get isRunning(): boolean {
    return this.#child !== null;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  /** @returns whether it came up; false: killed meanwhile. */
  async start(): Promise<boolean> {
    if (this.#crashes >= MOST_CRASHES) throw new Error('the terminal crashes again and again');
    const program = join(import.meta.dirname, 'below-camera.ts');
    const { workers, pictures = [] } = this.#options;
    const args = [program, this.dataDir, this.#configFile, String(workers), ...pictures];
    const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    this.#child = child;
    this.#lines = [];
    // Writing to a killed terminal fails; its exit tells.
    child.stdin.on('error', () => undefined);
    createInterface({ input: child.stdout }).on('line', (line) => {
      this.#lines.push(line);
      this.#wake();
    });
    this.#exited = new Promise((done) => {
      child.once('exit', (code, signal) => {
        this.#child = null;
        if (signal === 'SIGKILL') this.#kills += 1;
        else if (code !== 0) this.#crashes += 1;
        done();
        this.#wake();
      });
    });
    return this.#said('ready', STARTS_WITHIN_MS);
  }

  /** Puts a worker before the camera and waits until his pulse is settled. @returns false: killed meanwhile. */
  async present(workerId: string): Promise<boolean> {
    // This clock counts whole milliseconds: the pulse before must not seem to belong to this passage.
    await pause(2);
    const child = this.#child;
    if (child === null) return false;
    this.#lines = [];
    this.presentations.push({ workerId, atMs: Date.now() });
    child.stdin?.write(`${workerId}\n`);
    return this.#said('over', SETTLES_WITHIN_MS);
  }

  async kill(): Promise<void> {
    this.#child?.kill('SIGKILL');
    await this.#exited;
  }

  /** Stops it in peace; anything but exit code 0 counts as a crash. */
  async stop(): Promise<void> {
    this.#child?.stdin?.end();
    await this.#exited;
  }

  async close(): Promise<void> {
    await this.kill();
    await this.#slave.close();
  }

  async #said(word: string, withinMs: number): Promise<boolean> {
    const deadline = Date.now() + withinMs;
    while (this.#child !== null) {
      if (this.#lines.includes(word)) return true;
      const leftMs = deadline - Date.now();
      if (leftMs <= 0) throw new Error(`the terminal did not say "${word}" within ${String(withinMs)} ms`);
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      const timer = setTimeout(resolve, leftMs);
      await promise;
      clearTimeout(timer);
    }
    return false;
  }
}
