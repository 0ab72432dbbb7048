import { tellService } from '../launcher/service.ts';

const USUAL_MS = 60_000;

/** Tells systemd that the program's event loop turns, as often as it wants to hear (sd_watchdog_enabled: half its time). */
export function feedServiceWatchdog(env: Readonly<Record<string, string | undefined>>, signal: AbortSignal): void {
  if (env['WATCHDOG_USEC'] === undefined) return;
  const everyMs = Math.min(USUAL_MS, Number(env['WATCHDOG_USEC']) / 2_000) || USUAL_MS;
  tellService('WATCHDOG=1');
  const timer = setInterval(() => tellService('WATCHDOG=1'), everyMs);
  timer.unref();
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}
