/// <reference lib="dom" />
import { decode, encode } from './codec.ts';
import type { FromPage, ToPage } from './wire.ts';

/**
 * Runs in the page before any of its scripts: gives the unmodified preload script its `electron` over the stand-in's
 * WebSocket. There is no second world here: what the preload script exposes is the page's own object.
 */
export function runPreload(socketUrl: string, preload: (require: (name: string) => unknown) => void): void {
  if (window.top !== window || !location.protocol.startsWith('http')) return;
  const socket = new WebSocket(socketUrl);
  socket.binaryType = 'arraybuffer';
  const early: FromPage[] = [];
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners = new Map<string, ((event: unknown, ...args: unknown[]) => void)[]>();
  let nextId = 1;

  const put = (message: FromPage): void => {
    if (socket.readyState === WebSocket.OPEN) socket.send(encode(message));
    else early.push(message);
  };
  socket.addEventListener('open', () => {
    socket.send(encode({ kind: 'hello', url: location.href } satisfies FromPage));
    for (const message of early.splice(0)) socket.send(encode(message));
  });
  socket.addEventListener('close', () => {
    for (const { reject } of pending.values()) reject(new Error('main is gone'));
    pending.clear();
  });
  socket.addEventListener('message', ({ data }) => {
    const message = decode(new Uint8Array(data as ArrayBuffer)) as ToPage;
    if (message.kind === 'send') {
      for (const listener of listeners.get(message.channel) ?? []) listener({}, ...message.args);
      return;
    }
    const call = pending.get(message.id);
    pending.delete(message.id);
    if (message.kind === 'value') call?.resolve(message.value);
    else call?.reject(new Error(message.message));
  });

  const ipcRenderer = {
    invoke: (channel: string, ...args: unknown[]): Promise<unknown> =>
      new Promise((resolve, reject) => {
        const id = nextId++;
        pending.set(id, { resolve, reject });
        put({ kind: 'invoke', id, channel, args });
      }),
    send: (channel: string, ...args: unknown[]): void => put({ kind: 'send', channel, args }),
    on: (channel: string, listener: (event: unknown, ...args: unknown[]) => void): void => {
      listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
    },
  };
  const contextBridge = {
    exposeInMainWorld: (key: string, api: object): void => {
      Object.defineProperty(window, key, { value: Object.freeze(api), enumerable: true });
    },
  };

  preload((name) => {
    if (name === 'electron') return { ipcRenderer, contextBridge };
    // As in a sandboxed preload script: there is nothing else to require.
    throw new Error(`module not found: ${name}`);
  });
}
