import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import type { FilePort } from '../../../src/launcher/file-port.ts';
import { EXIT_RESTART, type Slot } from '../../../src/launcher/places.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import { Fault } from '../../../src/shared/fault.ts';
import { silentLog } from '../../../src/shared/log.ts';
import { isCarriedOver } from '../../../src/store/carry-over.ts';
import { LATEST_VERSION } from '../../../src/store/migrations/migrate.ts';
import { openStore } from '../../../src/store/store.ts';
import type { UpdateHost } from '../../../src/update/ports.ts';
import { Updater } from '../../../src/update/updater.ts';

/** What a terminal with a new version does. */
export type Behaviour = 'healthy' | 'crashes' | 'cannotRun' | 'hangs';

export interface WalkProgram {
  readonly files: FilePort;
  readonly dataDir: string;
  readonly packageFile: string;
  readonly keyFile: string;
  readonly slot: Slot;
  readonly launcherPid: number;
  readonly signal: AbortSignal;
  /** A punch is on disk: it must never be lost. */
  readonly punched: (atMs: number) => void;
  /** The process is gone: nothing more happens. */
  readonly isDead: () => boolean;
}

/** How a program ended: with an exit code, or settled with what the order came to. */
export type WalkEnd = { readonly exit: number | null } | { readonly settled: string; readonly version: string };

const ORDER = { orderId: 'task-1', version: '2.0.0', when: 'atOnce' } as const;
/** The schema that the new version brings. */
export const NEW_DATABASE_VERSION = LATEST_VERSION + 1;
let punchNumber = 0;

/** The old version: the real store and the real updater, without camera and screen. */
export async function runOld(program: WalkProgram): Promise<WalkEnd> {
  const store = openStore({ dir: program.dataDir, clock: systemClock, log: silentLog, leastFreeMb: 1, platform: 'zhejiang' });
  const punch = (): void => {
    if (program.isDead()) return;
    const atMs = Date.now() * 1_000 + punchNumber++;
    const picture = Buffer.from(`picture ${String(atMs)}`);
    store.recordPunch({ workerId: 'w', atMs, direction: 'in', score: 0.8, threshold: 0.6, picture, isClockDoubtful: false });
    program.punched(atMs);
  };
  try {
    punch();
    const host = hostOf(program, '1.0.0', LATEST_VERSION, store.meta);
    const copyDatabase = async (file: string, signal: AbortSignal): Promise<void> => {
      await store.copyTo(file, signal);
      // Between the copy and the switch people pass.
      punch();
    };
    return await follow({ ...host, copyDatabase, isCarriedOver: () => isCarriedOver(store.meta) }, program, punch);
  } finally {
    store.close();
  }
}

/** The new version: another program, with another form of the database. */
export async function runNew(program: WalkProgram, behaviour: Behaviour): Promise<WalkEnd> {
  if (behaviour === 'cannotRun') return { exit: 3 };
  const database = new BetterSqlite3(join(program.dataDir, 'terminal.db'));
  const punch = (): void => {
    if (program.isDead()) return;
    const atMs = Date.now() * 1_000 + punchNumber++;
    const insert = `INSERT INTO punches (worker_id, at_ms, direction, kind, score, threshold, clock_doubtful, mood)
      VALUES ('w', ?, 'in', 1, 0.8, 0.6, 0, 'new')`;
    database.prepare(insert).run(atMs);
    program.punched(atMs);
  };
  try {
    migrate(database);
    punch();
    if (behaviour === 'crashes') return { exit: 1 };
    const notes = {
      get: (name: string) =>
        (database.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined) ?? null,
      set: (name: string, value: string) =>
        void database.prepare('INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)').run(name, value),
    };
    const host = hostOf(program, '2.0.0', NEW_DATABASE_VERSION, notes);
    const selfTest = (): Promise<void> => (behaviour === 'hangs' ? new Promise(() => undefined) : Promise.resolve());
    return await follow({ ...host, selfTest }, program, punch);
  } finally {
    database.close();
  }
}

function migrate(database: BetterSqlite3.Database): void {
  if (Number(database.pragma('user_version', { simple: true })) >= NEW_DATABASE_VERSION) return;
  database.pragma('journal_mode = DELETE');
  database.transaction(() => {
    database.exec('ALTER TABLE punches ADD COLUMN mood TEXT; CREATE TABLE moods (id INTEGER PRIMARY KEY) STRICT');
    database.pragma(`user_version = ${String(NEW_DATABASE_VERSION)}`);
  })();
  database.pragma('journal_mode = WAL');
}

/** Gives the platform's order, as the ledger does after each start, until it comes to something. */
async function follow(host: UpdateHost, program: WalkProgram, punch: () => void): Promise<WalkEnd> {
  let onRestart: (end: WalkEnd) => void = () => undefined;
  const restarting = new Promise<WalkEnd>((done) => {
    onRestart = done;
  });
  const updater = new Updater({
    host: {
      ...host,
      restart: () => {
        punch();
        onRestart({ exit: EXIT_RESTART });
      },
    },
    newId: () => `${String(Date.now())}-${String(Math.random())}`,
    idleMs: 0,
    watchEveryMs: 1,
  });
  const stopped = new Promise<WalkEnd>((done) =>
    program.signal.addEventListener('abort', () => done({ exit: null }), { once: true }),
  );
  updater.begin();
  const ordered = updater.order({ ...ORDER, source: { kind: 'file', path: program.packageFile } }).then(
    () => ({ settled: 'healthy', version: host.running.version }),
    (error: unknown) => ({ settled: error instanceof Fault ? error.code : String(error), version: host.running.version }),
  );
  try {
    return await Promise.race([ordered, restarting, stopped]);
  } finally {
    punch();
    updater.close();
    await ordered;
  }
}

function hostOf(program: WalkProgram, version: string, databaseVersion: number, notes: UpdateHost['notes']): UpdateHost {
  const { files, dataDir, keyFile, slot, launcherPid } = program;
  return {
    files,
    dataDir,
    settings: {
      publicKeyFile: keyFile,
      channel: 'stable',
      when: 'atOnce',
      quietFrom: '02:00',
      quietTo: '04:00',
      healthMinutes: 5,
      steadySeconds: 0,
      mostKilobytesPerSecond: 1_000_000,
      proxy: null,
    },
    leastFreeMb: 1,
    running: { version, slot, launcherPid },
    databaseVersion,
    copyDatabase: () => Promise.resolve(),
    notes,
    isCarriedOver: () => true,
    idleForMs: () => 60_000,
    areas: () => ({ terminal: 'running' }),
    selfTest: () => Promise.resolve(),
    restart: () => undefined,
    onProgress: () => undefined,
    clock: systemClock,
    log: silentLog,
  };
}
