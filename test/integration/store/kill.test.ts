import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openedStore, temporaryFolder } from '../../unit/store/fixture.ts';

const kills = 15;
/** Punches of one life before it ends: at least, and at most so many more. */
const leastPunches = 6;
const morePunches = 20;
/** Into the punch that is under way then. */
const longestMs = 10;

/** Mulberry32: the instants of the kills are the same in each run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Runs the child until `afterMs` after so many punches, kills it, and answers the punches that it had been promised. */
async function punchUntilKilled(dir: string, punches: number, afterMs: number): Promise<number[]> {
  const script = join(import.meta.dirname, 'punching-child.ts');
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [script, dir], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  const { promise: reached, resolve } = Promise.withResolvers<void>();
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
    if (output.split('\n').length > punches) resolve();
  });
  const closed = once(child, 'close');
  await Promise.race([reached, closed]);
  await pause(afterMs);
  child.kill('SIGKILL');
  await closed;
  const complete = output.slice(0, output.lastIndexOf('\n') + 1);
  return complete.split('\n').filter(Boolean).map(Number);
}

it('every punch that was acknowledged is there, whole, after SIGKILLs at any instant', async () => {
  const dir = temporaryFolder();
  const random = seeded(2026);
  const promised: number[] = [];
  for (let n = 0; n < kills; n += 1) {
    const punches = leastPunches + Math.floor(random() * morePunches);
    promised.push(...(await punchUntilKilled(dir, punches, random() * longestMs)));
  }
  expect(promised.length).toBeGreaterThan(kills * 5);

  const store = openedStore(dir);
  const punches = new Map(store.punches.list({ limit: 1_000_000 }).map((punch) => [punch.id, punch]));
  expect(promised.filter((id) => !punches.has(id))).toEqual([]);
  // One punch of each run may have been committed without its acknowledgement getting through.
  expect(punches.size - promised.length).toBeLessThanOrEqual(kills);
  const halves = [...punches.values()].filter(
    ({ openings, upload, hasPicture }) => openings.length !== 1 || upload !== 'waiting' || !hasPicture,
  );
  expect(halves).toEqual([]);
  expect(store.punches.picture(promised.at(-1) ?? 0)).toHaveLength(45_000);
  const settled = store.settlePending();
  expect(settled).toBeGreaterThan(0);
  expect(store.settlePending()).toBe(0);
  store.close();
  const database = new BetterSqlite3(join(dir, 'terminal.db'));
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok');
  database.close();
});
