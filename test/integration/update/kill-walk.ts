import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { Launcher, type RunningProgram, type StartOrder } from '../../../src/launcher/launcher.ts';
import { waitFor } from '../../../src/launcher/wait-for.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { makeKeys, manifestOf, writeGoodPackage } from '../../fakes/update-package.ts';
import { Killed, Plug, type Actor, type Call, type Moment } from './plug.ts';
import { NEW_DATABASE_VERSION, runNew, runOld, type Behaviour, type WalkEnd } from './walk-program.ts';

/** Who is gone: the process that makes the call, or the whole machine. */
export type Scope = 'process' | 'machine';

export interface Cut {
  readonly at: number;
  readonly moment: Moment;
  readonly scope: Scope;
}

export interface WalkResult {
  /** Version that runs in the end, and what the order came to. */
  readonly version: string;
  readonly order: string;
  readonly punches: number;
  /** Punches that were on disk and are not any more, and those without their picture. */
  readonly lost: number;
  readonly calls: readonly Call[];
  /** Starts of the launcher. */
  readonly boots: number;
}

/** How often launcher and machine may start until all is settled. */
const MOST_BOOTS = 12;

/** A world with an old version installed, a database with punches, and a package of a new one. */
export class WalkWorld {
  readonly folder: string;
  readonly #template: string;

  static async create(): Promise<WalkWorld> {
    const world = new WalkWorld();
    const keys = makeKeys();
    writeFileSync(join(world.folder, 'update.pub'), keys.publicText);
    await writeGoodPackage(
      join(world.folder, 'new.tgz'),
      keys.secret,
      { version: '2.0.0', databaseVersion: NEW_DATABASE_VERSION },
      { 'main.js': 'new', 'lib/part.bin': Buffer.alloc(40_000, 'part') },
    );
    mkdirSync(join(world.folder, 'base'));
    writeFileSync(join(world.folder, 'base', 'manifest.json'), JSON.stringify(manifestOf({ version: '1.0.0' })));
    const store = openStore({ dir: world.#template, clock: systemClock, log: silentLog, platform: 'zhejiang' });
    store.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    store.close();
    return world;
  }

  private constructor() {
    // Memory where there is some: what is walked is the order of calls, not the disk.
    this.folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'walk-'));
    this.#template = join(this.folder, 'template');
  }

  /** Runs one update to its end, with at most one cut on the way. */
  async run(behaviour: Behaviour, cut: Cut | null): Promise<WalkResult> {
    const dataDir = mkdtempSync(join(this.folder, 'data-'));
    cpSync(this.#template, dataDir, { recursive: true });
    try {
      return await new Walk(this.folder, dataDir, behaviour, cut).run();
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

class Walk {
  readonly #folder: string;
  readonly #dataDir: string;
  readonly #behaviour: Behaviour;
  readonly #plug: Plug;
  readonly #punches: number[] = [];
  /** Grows with each process that is gone; whoever belongs to an older one is dead. */
  readonly #lives = { launcher: 0, program: 0 };
  #settled: Extract<WalkEnd, { settled: string }> | null = null;
  #programs: Promise<unknown> = Promise.resolve();

  constructor(folder: string, dataDir: string, behaviour: Behaviour, cut: Cut | null) {
    this.#folder = folder;
    this.#dataDir = dataDir;
    this.#behaviour = behaviour;
    this.#plug = new Plug(cut?.at ?? Infinity, cut?.moment ?? 'before', (actor) => {
      this.#kill(actor, cut?.scope ?? 'machine');
      throw new Killed(actor);
    });
  }

  async run(): Promise<WalkResult> {
    let boots = 0;
    while (this.#settled === null && boots < MOST_BOOTS) {
      boots += 1;
      await this.#boot();
    }
    const stored = this.#stored();
    return {
      version: this.#settled?.version ?? 'none',
      order: this.#settled?.settled ?? 'open',
      punches: this.#punches.length,
      lost: this.#punches.filter((atMs) => !stored.has(atMs)).length,
      calls: this.#plug.calls,
      boots,
    };
  }

  /** One life of the launcher, to its end or its kill. */
  async #boot(): Promise<void> {
    const life = this.#lives.launcher;
    const launcher = new Launcher({
      files: this.#plug.wire(diskFiles, 'launcher', () => life !== this.#lives.launcher),
      dataDir: this.#dataDir,
      baseDir: join(this.#folder, 'base'),
      startProgram: (order) => this.#start(order, () => launcher.stop()),
      clock: systemClock,
      log: silentLog,
      // Minutes of health and pauses are over at once, or never needed.
      wait: (ms, signal) => waitFor(Math.min(ms / 1_000, 300), signal),
    });
    await launcher.run().catch((error: unknown) => {
      if (!(error instanceof Killed)) throw error;
    });
    // A program whose launcher is gone ends by itself.
    this.#lives.program += 1;
    await this.#programs;
  }

  #start({ slot }: StartOrder, onSettled: () => void): RunningProgram {
    const life = ++this.#lives.program;
    const stopping = new AbortController();
    const isDead = (): boolean => life !== this.#lives.program;
    const program = {
      files: this.#plug.wire(diskFiles, 'program', isDead),
      dataDir: this.#dataDir,
      packageFile: join(this.#folder, 'new.tgz'),
      keyFile: join(this.#folder, 'update.pub'),
      slot,
      launcherPid: -1,
      signal: stopping.signal,
      punched: (atMs: number) => void this.#punches.push(atMs),
      isDead,
    };
    this.#onKill = () => stopping.abort();
    const work = slot === 'base' ? runOld(program) : runNew(program, this.#behaviour);
    const ended = work.then(
      (end) => {
        if (isDead()) return null;
        if ('exit' in end) return end.exit;
        this.#settled = end;
        onSettled();
        return 0;
      },
      () => (isDead() ? null : 1),
    );
    this.#programs = ended;
    return { ended, stop: () => stopping.abort() };
  }

  #onKill: () => void = () => undefined;

  #kill(actor: Actor, scope: Scope): void {
    if (scope === 'machine' || actor === 'launcher') this.#lives.launcher += 1;
    this.#lives.program += 1;
    this.#onKill();
  }

  #stored(): ReadonlySet<number> {
    const database = new BetterSqlite3(join(this.#dataDir, 'terminal.db'), { readonly: true });
    try {
      return new Set(database.prepare('SELECT at_ms FROM punches').pluck().all() as number[]);
    } finally {
      database.close();
    }
  }
}
