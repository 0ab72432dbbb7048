import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Log } from '../shared/log.ts';
import { readJson, replaceFile, type FilePort } from './file-port.ts';
import type { RunningProgram, StartOrder } from './launcher.ts';
import { placesIn, RUNNING_FILE } from './places.ts';
import { waitFor } from './wait-for.ts';

/** A program that was asked to end is ended by force after this, ms. */
const PATIENCE_MS = 10_000;
const LOOK_EVERY_MS = 100;

export interface SpawnContext {
  readonly dataDir: string;
  /** Of the terminal, behind its own `--data`. */
  readonly args: readonly string[];
  readonly files: FilePort;
  readonly log: Log;
}

/** Starts what lies in a slot; it learns its launcher and slot from the environment. */
export function spawnProgram({ slot, folder, start }: StartOrder, context: SpawnContext): RunningProgram {
  const { dataDir, args, log } = context;
  const [first = '', ...rest] = start;
  const isNode = first === 'node';
  const env: NodeJS.ProcessEnv = { ...process.env, TERMINAL_LAUNCHER: String(process.pid), TERMINAL_SLOT: slot };
  // The launcher runs on Electron's Node; the program is Electron itself.
  if (!isNode) delete env['ELECTRON_RUN_AS_NODE'];
  const child = spawn(isNode ? process.execPath : join(folder, first), [...rest, '--data', dataDir, ...args], {
    cwd: folder,
    env,
    stdio: 'inherit',
  });
  if (child.pid !== undefined) note(child.pid, context);
  const ended = new Promise<number | null>((done) => {
    child.once('error', (error) => {
      log.error('launcher', 'notStarted', { error: error.message });
      done(1);
    });
    child.once('exit', (code) => done(code));
  });
  return {
    ended,
    stop: () => {
      child.kill('SIGTERM');
      const force = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      void ended.then(() => clearTimeout(force));
    },
  };
}

/**
 * The process and when it began, so that a number used again is not taken for it. On a full disk the program runs without: it
 * ends by itself when its launcher is gone.
 */
function note(pid: number, { files, dataDir, log }: SpawnContext): void {
  try {
    const text = JSON.stringify({ pid, began: beganAt(files, pid) });
    replaceFile(files, placesIn(dataDir).folder, RUNNING_FILE, text);
  } catch (error) {
    log.error('launcher', 'notNoted', { error: error instanceof Error && 'code' in error ? String(error.code) : String(error) });
  }
}

/** proc(5): the 22nd field of stat, in ticks after boot; the second may hold spaces and brackets. Null: no such process, or a dead one. */
export function beganAt(files: FilePort, pid: number): string | null {
  const bytes = files.read(`/proc/${String(pid)}/stat`);
  if (bytes === null) return null;
  const text = new TextDecoder().decode(bytes);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return fields[0] === 'Z' ? null : (fields[19] ?? null);
}

/** A program whose launcher was killed ends by itself; one that hangs is ended here before another is started. */
export async function endOrphan(
  files: FilePort,
  dataDir: string,
  log: Log,
  { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {},
): Promise<void> {
  const noted = readJson(files, `${placesIn(dataDir).folder}/${RUNNING_FILE}`);
  if (typeof noted !== 'object' || noted === null || !('pid' in noted) || !('began' in noted)) return;
  const { pid, began } = noted;
  if (typeof pid !== 'number' || typeof began !== 'string') return;
  const isThere = (): boolean => beganAt(files, pid) === began;
  if (!isThere()) return;
  log.warn('launcher', 'orphan', { pid });
  signalTo(pid, 'SIGTERM');
  const never = new AbortController().signal;
  for (let waitedMs = 0; isThere() && waitedMs < patienceMs; waitedMs += LOOK_EVERY_MS) await waitFor(LOOK_EVERY_MS, never);
  if (isThere()) signalTo(pid, 'SIGKILL');
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended in the meantime.
  }
}
