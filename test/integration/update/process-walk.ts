/**
 * Updates by real launchers and real terminals' processes that get SIGKILL at seeded instants: the terminal, the launcher, or
 * both at once. `npm run update-kill -- [ROUNDS [SEED]]` prints a table of what it came to.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { diskFiles } from '../../../src/launcher/disk-files.ts';
import { placesIn, RUNNING_FILE } from '../../../src/launcher/places.ts';
import { beganAt } from '../../../src/launcher/spawn-program.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { openStore } from '../../../src/store/store.ts';
import { seeded } from '../../fakes/seeded.ts';
import { makeKeys, manifestOf, writeGoodPackage } from '../../fakes/update-package.ts';
import { readToolNumbers } from '../../tools/tool-words.ts';
import { expected } from './walk-all.ts';
import { NEW_DATABASE_VERSION, type Behaviour } from './walk-program.ts';

export type Victim = 'terminal' | 'launcher' | 'both';

export interface KillPlan {
  readonly victim: Victim;
  /** After the first start of the launcher, ms. */
  readonly afterMs: number;
}

export interface KillResult {
  /** Version that runs in the end, and what the order came to. */
  readonly version: string;
  readonly order: string;
  readonly punches: number;
  /** Punches that were on disk and are not any more. */
  readonly lost: number;
  /** Was there anybody to be killed when the time came? */
  readonly wasKilled: boolean;
  /** Of the launcher. */
  readonly starts: number;
  readonly tookMs: number;
}

const launcherFile = resolve(import.meta.dirname, '../../../src/launcher/run.ts');
const programFile = join(import.meta.dirname, 'process-program.ts');
const SETTLES_WITHIN_MS = 180_000;
const LOOK_EVERY_MS = 5;

/** An old version installed, and packages of new ones, by how they behave. */
export class ProcessWorld {
  readonly #folder = mkdtempSync(join(tmpdir(), 'update-kill-'));

  static async create(behaviours: readonly Behaviour[]): Promise<ProcessWorld> {
    const world = new ProcessWorld();
    const keys = makeKeys();
    const folder = world.#folder;
    writeFileSync(join(folder, 'update.pub'), keys.publicText);
    mkdirSync(join(folder, 'base'));
    const installed = manifestOf({ version: '1.0.0', start: ['node', programFile, 'old'] });
    writeFileSync(join(folder, 'base', 'manifest.json'), JSON.stringify(installed));
    for (const behaviour of behaviours) {
      const about = { version: '2.0.0', databaseVersion: NEW_DATABASE_VERSION, start: ['node', programFile, behaviour] };
      const contents = { 'main.js': 'new', 'lib/part.bin': Buffer.alloc(400_000, 'part') };
      await writeGoodPackage(join(folder, `${behaviour}.tgz`), keys.secret, about, contents);
    }
    return world;
  }

  /** One update, with at most one kill on the way; started again, as a service does, until the order came to something. */
  async run(behaviour: Behaviour, plan: KillPlan | null): Promise<KillResult> {
    const folder = mkdtempSync(join(this.#folder, 'run-'));
    const dataDir = join(folder, 'data');
    const store = openStore({ dir: dataDir, clock: systemClock, log: silentLog, platform: 'zhejiang' });
    store.people.put({ id: 'w', name: '单雄信', origin: 'console', barredReason: null, photographs: [] }, { replace: false });
    store.close();
    writeFileSync(join(folder, 'punches'), '');
    const beganMs = performance.now();
    const killing = new AbortController();
    let launcher: ChildProcess | null = null;
    const killed = plan ? this.#kill(plan, dataDir, () => launcher, killing.signal) : Promise.resolve(false);
    const settledFile = join(folder, 'settled.json');
    let starts = 0;
    try {
      while (!existsSync(settledFile)) {
        if (performance.now() - beganMs > SETTLES_WITHIN_MS) throw new Error(`nothing was settled; see ${folder}`);
        starts += 1;
        launcher = this.#start(behaviour, folder, dataDir);
        await once(launcher, 'exit');
      }
    } finally {
      killing.abort();
    }
    const wasKilled = await killed;
    const { settled, version } = JSON.parse(readFileSync(settledFile, 'utf8')) as { settled: string; version: string };
    const punches = readFileSync(join(folder, 'punches'), 'utf8').trim().split('\n').map(Number);
    const stored = punchesIn(dataDir);
    const lost = punches.filter((atMs) => !stored.has(atMs)).length;
    const tookMs = performance.now() - beganMs;
    rmSync(folder, { recursive: true, force: true });
    return { version, order: settled, punches: punches.length, lost, wasKilled, starts, tookMs };
  }

  close(): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(behaviour: Behaviour, folder: string, dataDir: string): ChildProcess {
    const own = [join(this.#folder, `${behaviour}.tgz`), join(this.#folder, 'update.pub'), folder];
    const args = [launcherFile, '--base', join(this.#folder, 'base'), '--data', dataDir, '--', ...own];
    return spawn(process.execPath, args, { stdio: 'ignore' });
  }

  async #kill(
    { victim, afterMs }: KillPlan,
    dataDir: string,
    launcherNow: () => ChildProcess | null,
    over: AbortSignal,
  ): Promise<boolean> {
    await pause(afterMs, undefined, { signal: over }).catch(() => undefined);
    // Whoever is between two processes is waited for; nobody is killed before everyone is there, or one launcher after another
    // would be killed before it has started anything.
    while (!over.aborted) {
      const launcher = victim === 'terminal' ? null : runningPid(launcherNow());
      const terminal = victim === 'launcher' ? null : terminalOf(dataDir);
      const pids = [launcher, terminal].filter((pid) => pid !== null);
      if (pids.length === (victim === 'both' ? 2 : 1)) return pids.map(kill).some((isDone) => isDone);
      await pause(LOOK_EVERY_MS);
    }
    return false;
  }
}

const runningPid = (child: ChildProcess | null): number | null =>
  child?.pid === undefined || child.exitCode !== null || child.signalCode !== null ? null : child.pid;

/** Null: none was started yet, or the latest one has ended. */
function terminalOf(dataDir: string): number | null {
  const file = join(placesIn(dataDir).folder, RUNNING_FILE);
  if (!existsSync(file)) return null;
  const { pid, began } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number; began: string | null };
  return began !== null && beganAt(diskFiles, pid) === began ? pid : null;
}

function kill(pid: number): boolean {
  try {
    process.kill(pid, 'SIGKILL');
    return true;
  } catch {
    return false;
  }
}

function punchesIn(dataDir: string): ReadonlySet<number> {
  const database = new BetterSqlite3(placesIn(dataDir).database, { readonly: true });
  try {
    const [integrity] = database.pragma('integrity_check') as readonly { readonly integrity_check: string }[];
    if (integrity?.integrity_check !== 'ok') throw new Error(`the database is broken: ${integrity?.integrity_check ?? ''}`);
    return new Set(database.prepare('SELECT at_ms FROM punches').pluck().all() as number[]);
  } finally {
    database.close();
  }
}

/** True: a terminal runs, on the version that it should, and no punch is lost. */
export const isKillWell = (behaviour: Behaviour, { version, order, lost }: KillResult): boolean =>
  version === expected[behaviour].version && order === expected[behaviour].order && lost === 0;

export interface KillStep {
  readonly plan: KillPlan;
  readonly result: KillResult;
}

/** `rounds` updates, each with one kill somewhere in the time that an update without any takes. */
export async function walkKills(
  world: ProcessWorld,
  behaviour: Behaviour,
  rounds: number,
  random: () => number,
): Promise<readonly KillStep[]> {
  const { tookMs } = await world.run(behaviour, null);
  const victims: readonly Victim[] = ['terminal', 'launcher', 'both'];
  const steps: KillStep[] = [];
  for (let round = 0; round < rounds; round++) {
    const plan = { victim: victims[round % victims.length] ?? 'both', afterMs: random() * tookMs };
    steps.push({ plan, result: await world.run(behaviour, plan) });
  }
  return steps;
}

if (import.meta.main) {
  const { rounds, seed } = readToolNumbers('npm run update-kill', { rounds: 60, seed: 7 });
  const behaviours = ['healthy', 'crashes', 'cannotRun'] as const;
  const world = await ProcessWorld.create(behaviours);
  const random = seeded(seed);
  let wrong = 0;
  console.log('| the new version | killed | kills | of which met nobody | launcher starts at most | punches | lost | wrong |');
  console.log('|---|---|---|---|---|---|---|---|');
  for (const behaviour of behaviours) {
    const steps = await walkKills(world, behaviour, rounds, random);
    for (const victim of ['terminal', 'launcher', 'both'] as const) {
      const some = steps.filter(({ plan }) => plan.victim === victim);
      const sum = (of: (result: KillResult) => number): number => some.reduce((total, { result }) => total + of(result), 0);
      const bad = some.filter(({ result }) => !isKillWell(behaviour, result));
      wrong += bad.length;
      const most = Math.max(...some.map(({ result }) => result.starts));
      const missed = sum(({ wasKilled }) => (wasKilled ? 0 : 1));
      console.log(
        `| ${behaviour} | ${victim} | ${some.length} | ${missed} | ${most} | ${sum(({ punches }) => punches)} | ${sum(({ lost }) => lost)} | ${bad.length} |`,
      );
      for (const { plan, result } of bad) console.log(JSON.stringify({ behaviour, plan, result }));
    }
  }
  world.close();
  process.exit(wrong === 0 ? 0 : 1);
}
