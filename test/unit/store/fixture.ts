import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { onTestFinished } from 'vitest';
import type { NewPunch } from '../../../src/gate/ports.ts';
import type { Clock } from '../../../src/shared/clock.ts';
import { Fault, type FaultCode } from '../../../src/shared/fault.ts';
import { createLog, type Log } from '../../../src/shared/log.ts';
import { openStore, type Store, type StoreOptions } from '../../../src/store/store.ts';
import type { NewWorker } from '../../../src/store/worker-fields.ts';

export const fixedNow = Date.UTC(2026, 4, 1, 8, 0, 0);
export const fixedClock: Clock = { now: () => fixedNow, monotonic: () => 0 };

/** A folder of its own, gone with the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'store-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A log whose lines can be looked at. */
export function keptLog(): { readonly log: Log; readonly lines: string[] } {
  const lines: string[] = [];
  return {
    log: createLog(
      (line) => lines.push(line),
      () => new Date(0),
      'debug',
    ),
    lines,
  };
}

/** A store that is closed with the test. */
export function openedStore(dir: string, options: Partial<StoreOptions> = {}): Store {
  const store = openStore({ dir, clock: fixedClock, log: keptLog().log, leastFreeMb: 1, ...options });
  onTestFinished(() => store.close());
  return store;
}

/** The database by itself, as somebody with the sqlite3 tool sees it. */
export function withDatabase<T>(dir: string, act: (database: BetterSqlite3.Database) => T): T {
  const database = new BetterSqlite3(join(dir, 'terminal.db'));
  try {
    return act(database);
  } finally {
    database.close();
  }
}

export function codeThrownBy(act: () => unknown): FaultCode | 'nothing thrown' {
  try {
    act();
  } catch (error) {
    if (error instanceof Fault) return error.code;
    throw error;
  }
  return 'nothing thrown';
}

export const punch = (changes: Partial<NewPunch> = {}): NewPunch => ({
  workerId: 'w1',
  atMs: fixedNow,
  direction: 'in',
  score: 0.75,
  threshold: 0.6,
  picture: null,
  isClockDoubtful: false,
  ...changes,
});

export const embedding = (seed: number): Float32Array => Float32Array.from({ length: 192 }, (_, index) => Math.sin(seed + index));

export const worker = (id: string, changes: Partial<NewWorker> = {}): NewWorker => ({
  id,
  name: '单雄信',
  origin: 'console',
  barredReason: null,
  photographs: [{ jpeg: Buffer.from(`photograph of ${id}`), embeddings: [embedding(1)], modelHash: 'abc' }],
  ...changes,
});
