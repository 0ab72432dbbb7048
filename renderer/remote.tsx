import { createRoot } from 'react-dom/client';
import { createBridge } from '../src/shared/ipc/bridge.ts';
import { readGreeting, RemoteLine } from './network/remote-line.ts';
import { RemoteApp } from './network/RemoteApp.tsx';
import { TerminalStore } from './state/terminal-store.ts';
import { followTheme } from './ui/theme.ts';
import { TerminalProvider } from './ui/terminal-context.ts';
import { PictureStore } from './vision/camera-pictures.ts';
import './ui/tokens.css';
import './ui/base.css';
import './ui/stream.css';

/** The admin side in a browser on another machine; the terminal answers over HTTPS. */
async function run(root: HTMLElement): Promise<void> {
  const { signal } = new AbortController();
  const greeting = await readGreeting();
  const line = new RemoteLine(greeting.hasPin);
  const timers = {
    after: (ms: number, callback: () => void) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
  };
  const bridge = createBridge(line, timers, (fault) => console.error(fault.message));
  const store = new TerminalStore(bridge);
  followTheme(document.documentElement, signal);
  createRoot(root).render(
    <TerminalProvider
      value={{ bridge, store, pictures: new PictureStore<MediaStream>(), isRemote: true, mayAsk: new Set(greeting.mayAsk) }}
    >
      <RemoteApp greeting={greeting} line={line} />
    </TerminalProvider>,
  );
  await store.start(signal);
}

const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
await run(root);
