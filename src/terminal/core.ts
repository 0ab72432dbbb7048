import type { Config } from '../config/schema.ts';
import type { CameraReport } from '../shared/ipc/contract.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import { OneAtATime } from './one-at-a-time.ts';
import type { Terminal } from './terminal.ts';

type Running = Pick<Terminal, 'start' | 'close' | 'untilReady'> & {
  readonly eyes: Pick<Terminal['eyes'], 'observe' | 'camera' | 'analysis'>;
  readonly codes: Pick<Terminal['codes'], 'take'>;
};

export interface CoreParts<T extends Running> {
  readonly config: Config;
  readonly make: (config: Config) => T;
  /** Another terminal has taken the place: its state and settings are new to everybody. */
  readonly onReplaced: (terminal: T, config: Config) => void;
}

/**
 * The terminal that runs, and how another takes its place when settings change: the screen and the cameras go on
 * meanwhile, and what they last said of themselves is told to the new one.
 */
export class Core<T extends Running = Terminal> {
  readonly #parts: CoreParts<T>;
  readonly #changes = new OneAtATime();
  readonly #cameras = new Map<CameraReport['role'], CameraReport>();
  /** Undefined: the page has not said anything of its analysis yet. */
  #analysis: string | null | undefined;
  #terminal: T;
  #config: Config;
  #isClosed = false;

  constructor(parts: CoreParts<T>) {
    this.#parts = parts;
    this.#config = parts.config;
    this.#terminal = parts.make(parts.config);
  }

  get terminal(): T {
    return this.#terminal;
  }

  /** What the running terminal was made with, or has been told since. */
  get config(): Config {
    return this.#config;
  }

  /** Settings that the running terminal need not be made anew for. */
  retell(config: Config): void {
    this.#config = config;
  }

  /** Ends the running terminal in order and starts another. Rejects when that one cannot run: then none does. */
  replace(config: Config): Promise<void> {
    return this.#changes.run(async () => {
      if (this.#isClosed) return;
      await this.#terminal.close();
      this.#config = config;
      this.#terminal = this.#parts.make(config);
      await this.#terminal.start();
      for (const report of this.#cameras.values()) this.#terminal.eyes.camera(report);
      if (this.#analysis !== undefined) this.#terminal.eyes.analysis(this.#analysis);
      this.#parts.onReplaced(this.#terminal, config);
    });
  }

  observe(observation: FrameObservation): void {
    this.#terminal.eyes.observe(observation);
  }

  /** A QR code that the page read. */
  code(text: string): void {
    this.#terminal.codes.take(text);
  }

  camera(report: CameraReport): void {
    this.#cameras.set(report.role, report);
    this.#terminal.eyes.camera(report);
  }

  /** Null: the analysis runs. */
  analysis(trouble: string | null): void {
    this.#analysis = trouble;
    this.#terminal.eyes.analysis(trouble);
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#changes.run(() => this.#terminal.close());
  }
}
