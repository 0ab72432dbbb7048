import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import type { WebSocket } from 'ws';
import { APP_HOST, APP_SCHEME } from '../../src/shell/app-address.ts';
import { app } from './app.ts';
import { Chromium } from './chromium.ts';
import { decode, encode } from './codec.ts';
import { ipcMain } from './ipc-main.ts';
import { Loopback } from './loopback.ts';
import { schemeHandlers } from './session.ts';
import type { FromPage, ToPage } from './wire.ts';

/** One window's end of the stage. */
export interface Player {
  readonly id: number;
  /** What `event.sender` is. */
  readonly contents: unknown;
  /** A document of this window has connected, or its connection ended. */
  connected(put: ((message: ToPage) => void) | null): void;
}

export interface WindowShape {
  readonly width: number;
  readonly height: number;
  readonly isShown: boolean;
  readonly isKiosk: boolean;
}

/** A script that runs in every page before all others; a test's, in place of what the page would find on a machine. */
const extraScript = process.env['TERMINAL_PAGE_SCRIPT'];

const hasDisplay = [process.env['DISPLAY'], process.env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');

/** What all windows share: one Chromium, one loopback server, started with the first window. */
class Stage {
  readonly #players = new Map<number, Player>();
  #loopback: Promise<Loopback> | null = null;
  #chromium: Promise<Chromium> | null = null;
  #pageSide: Promise<string> | null = null;

  enter(player: Player): void {
    this.#players.set(player.id, player);
  }

  leave(player: Player): void {
    this.#players.delete(player.id);
  }

  loopback(): Promise<Loopback> {
    this.#loopback ??= Loopback.open(`${APP_SCHEME}://${APP_HOST}`, schemeHandlers, (socket, windowId, inward) =>
      this.#connect(socket, windowId, inward),
    );
    return this.#loopback;
  }

  /** A fresh page, with the preload script in place; `about:blank` so far. */
  async newPage(windowId: number, preloadFile: string | undefined, shape: WindowShape): Promise<Page> {
    const chromium = await this.#launched(shape);
    const [page, script, loopback] = await Promise.all([chromium.context.newPage(), this.#bundle(), this.loopback()]);
    if (extraScript !== undefined) await page.addInitScript({ path: extraScript });
    if (preloadFile !== undefined) {
      const preload = readFileSync(preloadFile, 'utf8');
      const url = JSON.stringify(loopback.socketUrl(windowId));
      const wrapped = `(require) => { const module = { exports: {} }; const exports = module.exports;\n${preload}\n}`;
      await page.addInitScript({ content: `${script}\nterminalStandIn.runPreload(${url}, ${wrapped});` });
    }
    return page;
  }

  async end(): Promise<void> {
    const chromium = await this.#chromium?.catch(() => null);
    await chromium?.close();
    (await this.#loopback)?.close();
  }

  #launched(shape: WindowShape): Promise<Chromium> {
    this.#chromium ??= this.#launch(shape);
    return this.#chromium;
  }

  async #launch({ width, height, isShown, isKiosk }: WindowShape): Promise<Chromium> {
    const isHeadless = !isShown || !hasDisplay;
    try {
      const chromium = await Chromium.launch({ switches: app.switches, isHeadless, isKiosk, width, height });
      chromium.onLost(() => {
        this.#chromium = null;
      });
      return chromium;
    } catch (error) {
      this.#chromium = null;
      throw error;
    }
  }

  /** The page's side as one script; taken from source, so that the stand-in has no build of its own. */
  #bundle(): Promise<string> {
    this.#pageSide ??= import('esbuild').then(async ({ build }) => {
      const result = await build({
        entryPoints: [decodeURIComponent(new URL('./page-side.ts', import.meta.url).pathname)],
        bundle: true,
        write: false,
        format: 'iife',
        globalName: 'terminalStandIn',
        target: 'es2022',
      });
      return result.outputFiles[0]?.text ?? '';
    });
    return this.#pageSide;
  }

  #connect(socket: WebSocket, windowId: number, inward: (address: string) => string): void {
    const player = this.#players.get(windowId);
    if (player === undefined) {
      socket.close();
      return;
    }
    let url = '';
    const put = (message: ToPage): void => {
      if (socket.readyState === socket.OPEN) socket.send(encode(message));
    };
    socket.on('message', (data) => {
      const message = decode(data as Buffer) as FromPage;
      if (message.kind !== 'hello') {
        void ipcMain.take(message, player.contents, { url, parent: null }, put);
        return;
      }
      url = inward(message.url);
      player.connected(put);
    });
    socket.on('close', () => player.connected(null));
    socket.on('error', () => socket.terminate());
  }
}

export const stage = new Stage();
