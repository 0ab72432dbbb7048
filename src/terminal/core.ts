import { lanesOf } from '../config/lane-config.ts';
import type { Config } from '../config/schema.ts';
import type { CameraReport } from '../shared/ipc/contract.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { FrameObservation } from '../shared/vision/observation.ts';
import { OneAtATime } from './one-at-a-time.ts';
import type { Terminal } from './terminal.ts';

type Running = Pick<Terminal, 'start' | 'close' | 'untilReady'> & {
  /** That lane; the first where there is no such one. */
  lane(number: LaneNumber): {
    readonly eyes: Pick<Terminal['eyes'], 'observe' | 'camera' | 'analysis'>;
    readonly codes: Pick<Terminal['codes'], 'take'>;
  };
};

export interface CoreParts<T extends Running> {
  readonly config: Config;
  readonly make: (config: Config) => T;
  /** Another terminal has taken the place: its state and settings are new to everybody. */
  readonly onReplaced: (terminal: T, config: Config) => void;
  /** Neither the new one nor the one before can run: nothing does. */
  readonly onLost: (error: unknown) => void;
}

/**
 * The terminal that runs, and how another takes its place when settings change: the screen and the cameras go on
 * meanwhile, and what they last said of themselves is told to the new one.
 */
export class Core<T extends Running = Terminal> {
  readonly #parts: CoreParts<T>;
  readonly #changes = new OneAtATime();
  /** By lane and role. */
  readonly #cameras = new Map<string, CameraReport>();
  /** Of the lanes whose analysis the page has said anything of. */
  readonly #analyses = new Map<LaneNumber, string | null>();
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

  /** Settings that the running terminal need not be made anew for; after whatever was asked for before. */
  retell(config: Config): Promise<void> {
    return this.#changes.run(async () => {
      this.#config = config;
    });
  }

  /**
   * Ends the running terminal in order and starts another. Rejects when that one cannot run: then one like the one before runs
   * again.
   */
  replace(config: Config): Promise<void> {
    return this.#changes.run(async () => {
      if (this.#isClosed) return;
      const before = this.#config;
      try {
        await this.#terminal.close();
        await this.#begin(config);
      } catch (error) {
        await this.#begin(before).catch(this.#parts.onLost);
        throw error;
      }
    });
  }

  async #begin(config: Config): Promise<void> {
    const terminal = this.#parts.make(config);
    this.#config = config;
    this.#terminal = terminal;
    try {
      await terminal.start();
      this.#tell(terminal, config);
      this.#parts.onReplaced(terminal, config);
    } catch (error) {
      await terminal.close().catch(() => undefined);
      throw error;
    }
  }

  /** What cameras and analysis last said of themselves. */
  #tell(terminal: T, config: Config): void {
    const lanes = lanesOf(config);
    for (const report of this.#cameras.values())
      if (lanes.includes(report.lane ?? 1)) terminal.lane(report.lane ?? 1).eyes.camera(report);
    for (const [lane, trouble] of this.#analyses) if (lanes.includes(lane)) terminal.lane(lane).eyes.analysis(trouble);
  }

  observe(observation: FrameObservation, lane: LaneNumber = 1): void {
    this.#at(lane)?.eyes.observe(observation);
  }

  /** A QR code that the page read. */
  code(text: string, lane: LaneNumber = 1): void {
    this.#at(lane)?.codes.take(text);
  }

  camera(report: CameraReport): void {
    const { lane = 1, role } = report;
    this.#cameras.set(`${String(lane)} ${role}`, report);
    this.#at(lane)?.eyes.camera(report);
  }

  /** Null: the analysis runs. */
  analysis(trouble: string | null, lane: LaneNumber = 1): void {
    this.#analyses.set(lane, trouble);
    this.#at(lane)?.eyes.analysis(trouble);
  }

  /** Null for a lane that was switched off: the page learns of it a moment later. */
  #at(lane: LaneNumber): ReturnType<Running['lane']> | null {
    return lanesOf(this.#config).includes(lane) ? this.#terminal.lane(lane) : null;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.#changes.run(() => this.#terminal.close());
  }
}
