import type { KioskSettings, TerminalBridge } from '../../src/shared/ipc/contract.ts';
import type { TerminalStore } from '../state/terminal-store.ts';
import type { PictureStore } from './camera-pictures.ts';
import { runVision } from './vision.ts';

export interface VisionParts {
  readonly bridge: TerminalBridge;
  readonly store: TerminalStore;
  readonly pictures: PictureStore<MediaStream>;
}

type Run = typeof runVision;

/** What cameras and analysis depend on; anything else may change while they go on. */
const concerning = ({ cameras, liveness, second }: KioskSettings): string => JSON.stringify([cameras, liveness, second]);

/** Has the cameras watched as the settings want it, anew whenever those change in what concerns them, until `signal` aborts. */
export function keepVision({ bridge, store, pictures }: VisionParts, signal: AbortSignal, run: Run = runVision): void {
  let running: { readonly of: string; readonly ending: AbortController } | null = null;
  const follow = (): void => {
    const { settings } = store.get();
    if (settings === null || signal.aborted || running?.of === concerning(settings)) return;
    running?.ending.abort();
    const ending = new AbortController();
    running = { of: concerning(settings), ending };
    run(bridge, settings, pictures, ending.signal).catch((error: unknown) => {
      const message = error instanceof Error ? error.message : String(error);
      if (!ending.signal.aborted) bridge.post('vision.failed', { message });
    });
  };
  const stop = store.subscribe(follow);
  signal.addEventListener('abort', () => {
    stop();
    running?.ending.abort();
  });
  follow();
}
