import { createRoot } from 'react-dom/client';
import type { TerminalBridge } from '../src/shared/ipc/contract.ts';
import { App } from './App.tsx';
import { TerminalStore } from './state/terminal-store.ts';
import { TerminalProvider } from './ui/terminal-context.ts';
import { followTheme } from './ui/theme.ts';
import { PictureStore } from './vision/camera-pictures.ts';
import { keepVision } from './vision/keep-vision.ts';
import { VoicePlayer } from './voice/voice-player.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/stream.css';
import './kiosk/kiosk.css';
import './kiosk/plates.css';
import './kiosk/passage.css';
import './kiosk/challenge.css';

declare global {
  interface Window {
    /** Given by the preload script. */
    readonly terminal?: TerminalBridge;
  }
}

const ALIVE_MS = 1_000;

async function findBridge(): Promise<TerminalBridge> {
  if (window.terminal) return window.terminal;
  if (import.meta.env.DEV) return (await import('./dev/fake-bridge.ts')).createFakeBridge();
  throw new Error('the preload script did not run');
}

async function run(bridge: TerminalBridge, root: HTMLElement): Promise<void> {
  const { signal } = new AbortController();
  const store = new TerminalStore(bridge);
  const pictures = new PictureStore<MediaStream>();
  const voice = new VoicePlayer();
  const sayAlive = (): void => bridge.post('page.alive', {});

  followTheme(document.documentElement, signal);
  bridge.follow('voice.play', ({ wav, volume }) => void voice.play(wav, volume));
  createRoot(root).render(
    <TerminalProvider value={{ bridge, store, pictures }}>
      <App />
    </TerminalProvider>,
  );
  sayAlive();
  setInterval(sayAlive, ALIVE_MS);
  await store.start(signal);
  keepVision({ bridge, store, pictures }, signal);
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
await run(await findBridge(), root);
