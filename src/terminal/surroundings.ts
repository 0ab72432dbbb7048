import { statfs } from 'node:fs/promises';
import { networkInterfaces } from 'node:os';
import type { Log } from '../shared/log.ts';
import type { ClockWatch } from './clock-watch.ts';
import type { StatusBoard } from './status-board.ts';

const EVERY_MS = 1_000;
/** Free space below this multiple of the bound is worth a word. */
const LOW_FACTOR = 4;

export interface SurroundingsOptions {
  readonly dir: string;
  readonly leastFreeMb: number;
  readonly board: StatusBoard;
  readonly clockWatch: ClockWatch;
  readonly log: Log;
}

/** Watches what lies around the program: free space, a network address, the wall clock. Ends with `signal`. */
export function watchSurroundings(options: SurroundingsOptions, signal: AbortSignal): void {
  const look = async (): Promise<void> => {
    const { board, clockWatch, log } = options;
    const jumpMs = clockWatch.check();
    if (jumpMs !== null) log.warn('clock', 'jumped', { byMs: jumpMs });
    const behindMs = clockWatch.behind();
    const detail = behindMs === null ? null : `earlier than ${new Date(behindMs).toISOString()}`;
    board.set('clock', clockWatch.isDoubtful() ? 'jumped' : 'ok', detail);
    board.set('network', hasAddress() ? 'ok' : 'offline');
    const freeMb = await freeMegabytes(options.dir);
    if (signal.aborted) return;
    board.set('disk', freeMb < options.leastFreeMb ? 'full' : freeMb < options.leastFreeMb * LOW_FACTOR ? 'low' : 'ok');
  };
  const timer = setInterval(() => void look().catch((error: unknown) => onFailure(options.log, error)), EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  void look().catch((error: unknown) => onFailure(options.log, error));
}

function onFailure(log: Log, error: unknown): void {
  log.warn('surroundings', 'unreadable', { error: error instanceof Error ? error.message : String(error) });
}

/** Space that this program may still fill, MB. */
async function freeMegabytes(dir: string): Promise<number> {
  const { bavail, bsize } = await statfs(dir);
  return (bavail * bsize) / 1_000_000;
}

function hasAddress(): boolean {
  return Object.values(networkInterfaces()).some((addresses) => addresses?.some((address) => !address.internal));
}
