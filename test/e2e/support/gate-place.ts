import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startModbusSlave, type ModbusSlave } from '../../fakes/modbus-slave.ts';
import { writeClip, type ClipPart } from './clip.ts';
import { TerminalProcess } from './terminal-process.ts';

type Settings = Readonly<Record<string, unknown>>;

/** Name of the film, for a configuration with cameras of its own. */
export const CLIP = 'clip.mjpeg';

export interface GatePlaceOptions {
  /** What the camera sees, again and again: its parts, or what writes the file. */
  readonly clip: readonly ClipPart[] | ((path: string) => Promise<void>);
  /** Of the terminal, besides camera and board; liveness is off unless this has it, and cameras with a layout. */
  readonly config: Settings | ((board: { readonly turnstile: Settings }) => Settings);
}

/** A place for a real terminal with its whole gate: a folder, a camera that plays a clip, an independent board. */
export class GatePlace {
  readonly folder: string;
  readonly slave: ModbusSlave;
  #terminal: TerminalProcess | null = null;

  static async create({ clip, config }: GatePlaceOptions): Promise<GatePlace> {
    const place = new GatePlace(mkdtempSync(join(tmpdir(), 'gate-')), await startModbusSlave());
    try {
      const film = join(place.folder, CLIP);
      await (typeof clip === 'function' ? clip(film) : writeClip(film, clip));
      const turnstile = { driver: 'modbus-rtu', port: place.slave.port };
      const whole = {
        cameras: { visible: 'any', infrared: null, replay: CLIP },
        turnstile,
        liveness: { mode: 'off' },
        ...(typeof config === 'function' ? config({ turnstile }) : config),
      };
      writeFileSync(join(place.folder, 'config.json'), JSON.stringify(whole));
      return place;
    } catch (error) {
      await place.close();
      throw error;
    }
  }

  private constructor(folder: string, slave: ModbusSlave) {
    this.folder = folder;
    this.slave = slave;
  }

  get dataDir(): string {
    return join(this.folder, 'data');
  }

  /** When the board was told to switch on, ms since the epoch. */
  coilOns(): readonly number[] {
    return this.slave.requests.filter(({ fc, value }) => fc === 5 && value !== 0).map(({ t }) => t * 1_000);
  }

  /** Starts the terminal as a user does; one that runs is stopped before. */
  async start(env: Readonly<Record<string, string>> = {}): Promise<TerminalProcess> {
    await this.stop();
    const args = ['--config', join(this.folder, 'config.json'), '--data', this.dataDir, '--headless'];
    this.#terminal = new TerminalProcess(args, env);
    return this.#terminal;
  }

  async stop(): Promise<void> {
    await this.#terminal?.stop();
    this.#terminal = null;
  }

  /** Ends all of it; nothing is left on the disk. */
  async close(): Promise<void> {
    await this.stop();
    await this.slave.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
