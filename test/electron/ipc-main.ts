import { EventEmitter } from 'node:events';
import type { IpcMain } from 'electron';
import type { FromPage, ToPage } from './wire.ts';

/** The frame that a message came from; only main frames carry the preload script here. */
export interface StandInFrame {
  readonly url: string;
  readonly parent: null;
}

type Handler = (event: unknown, ...args: unknown[]) => unknown;

class StandInIpcMain extends EventEmitter {
  readonly #handlers = new Map<string, Handler>();

  handle(channel: string, handler: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  /** Takes one message of a page; `put` answers it. */
  async take(message: FromPage, sender: unknown, senderFrame: StandInFrame, put: (answer: ToPage) => void): Promise<void> {
    const event = { sender, senderFrame };
    if (message.kind === 'send') this.emit(message.channel, event, ...message.args);
    if (message.kind !== 'invoke') return;
    const { id, channel, args } = message;
    try {
      const handler = this.#handlers.get(channel);
      if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
      put({ kind: 'value', id, value: await handler(event, ...args) });
    } catch (error) {
      put({ kind: 'error', id, message: `Error invoking remote method '${channel}': ${String(error)}` });
    }
  }
}

export const ipcMain: StandInIpcMain & Pick<IpcMain, 'removeHandler'> = new StandInIpcMain();
