import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';
import { startModbusSlave } from '../../fakes/modbus-slave.ts';
import type { SlaveRequest } from '../../fakes/modbus-slave.ts';
import { readToolNumbers } from '../../tools/tool-words.ts';

/** After the next start; held to in the long form alone, on a quiet machine. */
const COIL_OFF_WITHIN_MS = 2_000;

/** What a walk saw, from outside: the slave and the database file. */
export interface KillWalk {
  readonly passages: number;
  readonly kills: number;
  readonly pulses: number;
  readonly punches: number;
  /** Rows of openings by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Pulses without a row that was there before them. */
  readonly pulsesWithoutPunch: number;
  /** Rows that saw more than one pulse, or none although they say `opened`. */
  readonly wrongRows: number;
  /** Time from the start of a process to the coil's being switched off, ms, the longest. */
  readonly slowestCoilOffMs: number;
}

interface OpeningRow {
  readonly at_ms: number;
  readonly outcome: string;
}

/** A small seeded generator (mulberry32), so that a failing walk can be walked again. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Drives `passages` passages and kills the terminal `kills` times at seeded instants meanwhile. */
export async function walk(options: {
  readonly passages: number;
  readonly kills: number;
  readonly seed: number;
}): Promise<KillWalk> {
  const folder = mkdtempSync(join(tmpdir(), 'kill-walk-'));
  const slave = await startModbusSlave();
  const random = seeded(options.seed);
  let done = 0;
  let kills = 0;
  let slowestCoilOffMs = 0;
  try {
    while (done < options.passages || kills < options.kills) {
      const fromRequest = slave.requests.length;
      const startedAtMs = Date.now();
      const left = Math.max(1, options.passages - done);
      const child = spawn(process.execPath, [join(import.meta.dirname, 'below-camera.ts'), folder, slave.port, String(left)], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const isOff = (request: SlaveRequest): boolean => request.fc === 5 && request.value === 0;
      await slave.until(() => slave.requests.slice(fromRequest).some(isOff), 60_000);
      const offAtMs = (slave.requests.slice(fromRequest).find(isOff)?.t ?? Infinity) * 1_000;
      slowestCoilOffMs = Math.max(slowestCoilOffMs, offAtMs - startedAtMs);
      const exited = once(child, 'exit');
      let timer: NodeJS.Timeout | null = null;
      createInterface({ input: child.stdout }).on('line', () => {
        done += 1;
        // From the first passage on; anywhere in a passage, not only between two.
        if (kills < options.kills) timer ??= setTimeout(() => child.kill('SIGKILL'), random() * 700);
      });
      const [code, signal] = (await exited) as [number | null, string | null];
      if (timer !== null) clearTimeout(timer);
      if (signal === 'SIGKILL') kills += 1;
      else if (code !== 0) throw new Error(`the terminal ended with ${String(code)}`);
    }
    return { passages: done, kills, slowestCoilOffMs: Math.round(slowestCoilOffMs), ...judge(folder, slave.requests) };
  } finally {
    await slave.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Holds the slave's pulses against the rows on disk. */
function judge(folder: string, requests: readonly SlaveRequest[]): Omit<KillWalk, 'passages' | 'kills' | 'slowestCoilOffMs'> {
  const database = new Database(join(folder, 'terminal.db'), { readonly: true });
  const rows = database.prepare<[], OpeningRow>('SELECT at_ms, outcome FROM openings ORDER BY id').all();
  const punches = database.prepare<[], { n: number }>('SELECT count(*) AS n FROM punches').get()?.n ?? 0;
  database.close();
  const pulses = requests.filter(({ fc, value }) => fc === 5 && value !== 0).map(({ t }) => t * 1_000);
  const pulsesOfRow = rows.map((row, index) => {
    const untilMs = rows[index + 1]?.at_ms ?? Infinity;
    return pulses.filter((atMs) => atMs >= row.at_ms && atMs < untilMs).length;
  });
  const outcomes: Record<string, number> = {};
  for (const { outcome } of rows) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  const firstRowMs = rows[0]?.at_ms ?? Infinity;
  return {
    pulses: pulses.length,
    punches,
    outcomes,
    pulsesWithoutPunch: pulses.filter((atMs) => atMs < firstRowMs).length,
    wrongRows: rows.filter((row, index) => {
      const seen = pulsesOfRow[index] ?? 0;
      return seen > 1 || (seen === 0 && row.outcome === 'opened');
    }).length,
  };
}

if (process.argv[1] === import.meta.filename) {
  const { passages, kills, seed } = readToolNumbers('npm run kill-walk', {
    passages: 200,
    kills: 50,
    seed: Date.now() % 100_000,
  });
  const seen = await walk({ passages, kills, seed });
  process.stdout.write(`${JSON.stringify({ seed, ...seen })}\n`);
  const isWell = seen.pulsesWithoutPunch === 0 && seen.wrongRows === 0 && seen.slowestCoilOffMs < COIL_OFF_WITHIN_MS;
  if (!isWell) process.exitCode = 1;
}
