import type { Slot } from '../launcher/places.ts';

/** How this program was started. */
export interface Launched {
  readonly slot: Slot;
  /** Null: without a launcher, which is then not there to change versions. */
  readonly launcherPid: number | null;
}

/** What the launcher says in the environment. */
export function launchedBy(env: Readonly<Record<string, string | undefined>>): Launched {
  const pid = Number(env['TERMINAL_LAUNCHER']);
  const slot = env['TERMINAL_SLOT'];
  if (!Number.isSafeInteger(pid) || pid <= 0) return { slot: 'base', launcherPid: null };
  return { slot: slot === 'a' || slot === 'b' ? slot : 'base', launcherPid: pid };
}

const EVERY_MS = 500;

/** Calls `onLost` once the launcher is gone: another one will start another program on the same data. */
export function watchLauncher({ launcherPid }: Launched, onLost: () => void, signal: AbortSignal): void {
  if (launcherPid === null) return;
  const timer = setInterval(() => {
    if (process.ppid === launcherPid) return;
    clearInterval(timer);
    onLost();
  }, EVERY_MS);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
