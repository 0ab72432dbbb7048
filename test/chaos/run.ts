import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'better-sqlite3';
import type { ChaosPlatform } from './chaos-platform.ts';
import { DrivenTerminal } from './driven-terminal.ts';
import { judge, type Evidence, type Judgement } from './judge.ts';
import { pickOne, pickWeighted, seeded, type Random } from './seeded.ts';

export interface ChaosOptions {
  readonly start: () => Promise<ChaosPlatform>;
  /** Passages and trouble last so long, and longer until there was at least as much of each as `least` says. */
  readonly lastsMs: number;
  /** None by default. */
  readonly least?: { readonly kills: number; readonly pulses: number; readonly troubles: number };
  /** Terminals at the one platform. */
  readonly terminals: number;
  readonly seed: number;
  /** Mean time from a terminal's start to its SIGKILL. */
  readonly killAfterMs: number;
  /** Mean time between two troubles. */
  readonly troubleEveryMs: number;
  /** For emptying the outboxes once all trouble is over. */
  readonly drainWithinMs: number;
}

export interface ChaosReport extends Judgement {
  readonly seed: number;
  readonly terminals: number;
  readonly kills: number;
  readonly crashes: number;
  /** How often each trouble was begun. */
  readonly troubles: Readonly<Record<string, number>>;
  /** Punches that waited when the trouble ended. */
  readonly backlog: number;
  /** Until the outboxes were empty; null: they were not within the time. */
  readonly drainMs: number | null;
  /** Names of the promises that were broken. */
  readonly broken: readonly string[];
  /** What the terminals left on disk, and `arrivals.json`, where a promise was broken. */
  readonly kept: string | null;
}

const WORKERS = 40;
const workerIds = Array.from({ length: WORKERS }, (_, n) => `w${String(n)}`);
const LOOK_EVERY_MS = 100;

/** Passages at several terminals while their platform misbehaves and they are killed; then peace, and counting. */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const folder = mkdtempSync(join(tmpdir(), 'chaos-'));
  const platform = await options.start();
  const terminals: DrivenTerminal[] = [];
  let isSound = false;
  try {
    for (let n = 0; n < options.terminals; n++) {
      const own = join(folder, String(n));
      mkdirSync(own);
      const sn = `13881${String(n).padStart(2, '0')}`;
      terminals.push(await DrivenTerminal.create({ folder: own, sn, platform: platform.config, workers: WORKERS }));
    }
    const random = seeded(options.seed);
    const untilMs = Date.now() + options.lastsMs;
    const {
      kills: leastKills,
      pulses: leastPulses,
      troubles: leastTroubles,
    } = options.least ?? { kills: 0, pulses: 0, troubles: 0 };
    const begun: Record<string, number> = {};
    const isOver = (): boolean =>
      Date.now() >= untilMs &&
      sum(Object.values(begun)) >= leastTroubles &&
      sum(terminals.map(({ kills }) => kills)) >= leastKills &&
      sum(terminals.map(({ pulses }) => pulses.length)) >= leastPulses;
    await Promise.all([
      makeTrouble(platform, terminals, options, { isOver, begun }, seeded(random() * 2 ** 32)),
      ...terminals.map((terminal) =>
        makePassages(terminal, platform.timeStepMs, options.killAfterMs, isOver, seeded(random() * 2 ** 32)),
      ),
    ]);
    platform.behave();
    const backlog = terminals.reduce((total, { dataDir }) => total + waiting(dataDir), 0);
    const drainMs = await drain(terminals, options.drainWithinMs);
    await Promise.all(terminals.map((terminal) => terminal.stop()));
    const evidence = terminals.map(evidenceOf);
    const arrivals = platform.arrivals();
    const judgement = judge(evidence, arrivals, platform.timeStepMs);
    const crashes = terminals.reduce((total, terminal) => total + terminal.crashes, 0);
    const kills = terminals.reduce((total, terminal) => total + terminal.kills, 0);
    // Whoever is recorded gets his pulse, unless the terminal is killed in that very moment.
    const pulsesMissing = Math.max(0, judgement.punchesWithoutPulse - kills);
    const notDrained = drainMs === null ? 1 : 0;
    const broken = Object.entries({ ...judgement.promises, pulsesMissing, crashes, notDrained })
      .filter(([, count]) => count > 0)
      .map(([name]) => name);
    isSound = broken.length === 0;
    if (!isSound) writeFileSync(join(folder, 'arrivals.json'), JSON.stringify(arrivals));
    return {
      seed: options.seed,
      terminals: options.terminals,
      ...judgement,
      kills,
      crashes,
      troubles: begun,
      backlog,
      drainMs,
      broken,
      kept: isSound ? null : folder,
    };
  } catch (cause) {
    throw new Error(`the run could not be finished; what it left is in ${folder}`, { cause });
  } finally {
    await Promise.all(terminals.map((terminal) => terminal.close()));
    await platform.close();
    if (isSound) rmSync(folder, { recursive: true, force: true });
  }
}

/** As fast as the board allows; killed at any instant, its start included, and started again. */
async function makePassages(
  terminal: DrivenTerminal,
  timeStepMs: number,
  killAfterMs: number,
  isOver: () => boolean,
  random: Random,
): Promise<void> {
  const overAtMs = new Map<string, number>();
  // A machine on which every life would end in its start lets it live longer each time.
  let spared = 1;
  while (!isOver()) {
    let killed: Promise<void> = Promise.resolve();
    const kill = setTimeout(
      () => {
        killed = terminal.kill();
      },
      random() * 2 * killAfterMs * spared,
    );
    await terminal.start();
    spared *= 2;
    while (terminal.isRunning && !isOver()) {
      // Two punches of one worker in one step could not be told apart; `present` adds more than the millisecond left out here.
      const latestMs = Date.now() - (timeStepMs - 1);
      const free = workerIds.filter((id) => (overAtMs.get(id) ?? 0) <= latestMs);
      const workerId = pickOne(free, random);
      if (await terminal.present(workerId)) spared = 1;
      overAtMs.set(workerId, Date.now());
    }
    clearTimeout(kill);
    // One that was killed in the last moment would seem to be running still, and never be started again.
    await killed;
  }
  while (!terminal.isRunning) await terminal.start();
}

async function makeTrouble(
  platform: ChaosPlatform,
  terminals: readonly DrivenTerminal[],
  { troubleEveryMs }: ChaosOptions,
  { isOver, begun }: { readonly isOver: () => boolean; readonly begun: Record<string, number> },
  random: Random,
): Promise<void> {
  const sns = terminals.map(({ sn }) => sn);
  for (;;) {
    await pause(random() * 2 * troubleEveryMs);
    if (isOver()) return;
    const { name, begin } = pickWeighted(platform.troubles, random);
    await begin(random, sns);
    begun[name] = (begun[name] ?? 0) + 1;
  }
}

async function drain(terminals: readonly DrivenTerminal[], withinMs: number): Promise<number | null> {
  const beganMs = Date.now();
  while (terminals.some(({ dataDir }) => waiting(dataDir) > 0)) {
    if (Date.now() - beganMs > withinMs) return null;
    await pause(LOOK_EVERY_MS);
  }
  return Date.now() - beganMs;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function waiting(dataDir: string): number {
  return read(dataDir, (database) => {
    const count = database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM outbox WHERE state = 'waiting'`);
    return count.get()?.n ?? 0;
  });
}

function evidenceOf(terminal: DrivenTerminal): Evidence {
  const { sn, presentations, pulses, dataDir } = terminal;
  const select = `SELECT worker_id AS workerId, at_ms AS atMs, state AS upload FROM punches
    LEFT JOIN outbox ON outbox.punch_id = punches.id ORDER BY punches.id`;
  const recorded = read(dataDir, (database) =>
    database.prepare<[], { workerId: string; atMs: number; upload: string }>(select).all(),
  );
  return { sn, presentations, pulses, recorded };
}

function read<T>(dataDir: string, look: (database: Database.Database) => T): T {
  const database = new Database(join(dataDir, 'terminal.db'), { readonly: true });
  try {
    return look(database);
  } finally {
    database.close();
  }
}
