import './shared/ipc/no-code-generation.ts';
import { contextBridge, ipcRenderer } from 'electron';
import { createBridge, type PageEnd, type Timers } from './shared/ipc/bridge.ts';

/** All that the page can reach of the program: `window.terminal`. Nothing of Electron or Node is passed on. */
const end: PageEnd = {
  invoke: (lane, ...args) => ipcRenderer.invoke(lane, ...args),
  send: (lane, ...args) => ipcRenderer.send(lane, ...args),
  on: (lane, listener) => {
    ipcRenderer.on(lane, (_event, ...args: unknown[]) => listener(...args));
  },
};

const timers: Timers = {
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

// main follows the console.
contextBridge.exposeInMainWorld(
  'terminal',
  createBridge(end, timers, (fault) => console.error(fault.message)),
);
