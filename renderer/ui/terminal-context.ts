import { createContext, use, useSyncExternalStore } from 'react';
import type { TerminalBridge } from '../../src/shared/ipc/contract.ts';
import type { TerminalState, TerminalStore } from '../state/terminal-store.ts';
import type { CameraPictures, PictureStore } from '../vision/camera-pictures.ts';

/** What every screen may use. */
export interface TerminalParts {
  readonly bridge: TerminalBridge;
  readonly store: TerminalStore;
  readonly pictures: PictureStore<MediaStream>;
  /** The page is shown on another machine. Default: on the terminal. */
  readonly isRemote?: boolean;
  /** Calls that are answered here. Default: all. */
  readonly mayAsk?: ReadonlySet<string>;
}

const PartsContext = createContext<TerminalParts | null>(null);
export const TerminalProvider = PartsContext;

export function useParts(): TerminalParts {
  const parts = use(PartsContext);
  if (!parts) throw new Error('TerminalProvider is missing');
  return parts;
}

export function useTerminal(): TerminalState {
  const { store } = useParts();
  return useSyncExternalStore(store.subscribe, store.get);
}

export function usePictures(): CameraPictures<MediaStream> {
  const { pictures } = useParts();
  return useSyncExternalStore(pictures.subscribe, pictures.get);
}
