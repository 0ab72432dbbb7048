import type { BrowserWindow } from 'electron';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { followConsole } from './page-console.ts';
import { startWatching, stepWatchdog, watchdogTiming, type WatchdogEffect, type WatchdogEvent } from './watchdog.ts';

export interface PageWatchdogOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** Told at each change: `restarting` from the moment the page is lost until it gives a sign of life again. */
  readonly onState: (state: 'ok' | 'restarting') => void;
  /** Ends the watch; without it a page that main itself closes would be brought back. */
  readonly signal: AbortSignal;
}

/** Brings a page that died or froze back by itself, for as long as the program runs. */
export interface PageWatchdog {
  /** To be called at each `page.alive`. */
  heard(): void;
  /** Restarts so far. */
  readonly restarts: number;
}

/**
 * Watches the page of `window` and loads `address` again when it is gone, has frozen or never came up. Does the first
 * load too.
 */
export function watchPage(window: BrowserWindow, address: string, options: PageWatchdogOptions): PageWatchdog {
  const { clock, log, onState, signal } = options;
  let state = startWatching(clock.monotonic());
  let restarts = 0;

  const load = (): void => {
    window.loadURL(address).catch((error: unknown) => {
      // Not a sign of life: the tick that misses one loads again.
      if (!signal.aborted) log.warn('page', 'loadFailed', { code: Fault.from(error, 'renderer.gone', 'page did not load').code });
    });
  };
  const perform = (effect: WatchdogEffect): void => {
    switch (effect) {
      case 'kill':
        log.warn('page', 'frozen');
        window.webContents.forcefullyCrashRenderer();
        return;
      case 'load':
        restarts += 1;
        log.warn('page', 'restarted', { restarts });
        load();
        return;
      case 'ok':
      case 'restarting':
        onState(effect);
    }
  };
  const put = (kind: WatchdogEvent['kind']): void => {
    if (signal.aborted || window.isDestroyed()) return;
    const [next, effects] = stepWatchdog(state, { kind, atMs: clock.monotonic() });
    state = next;
    effects.forEach(perform);
  };
  const onGone = (_event: unknown, details: { readonly reason: string }): void => {
    if (!signal.aborted) log.warn('page', 'gone', { reason: details.reason });
    put('gone');
  };

  followConsole(window.webContents, log);
  window.webContents.on('render-process-gone', onGone);
  const timer = setInterval(() => put('tick'), watchdogTiming.tickMs);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
  load();
  return {
    heard: () => put('heard'),
    get restarts() {
      return restarts;
    },
  };
}
