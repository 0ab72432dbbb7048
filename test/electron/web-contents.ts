import { EventEmitter } from 'node:events';
import type { WebContents } from 'electron';
import type { ConsoleMessage, Page } from 'playwright-core';
import { session, mayUseCameras } from './session.ts';
import { stage, type Player, type WindowShape } from './stage.ts';
import type { ToPage } from './wire.ts';

const NAVIGATION_TIMEOUT_MS = 20_000;
const KILL_TIMEOUT_MS = 300;

/** The page of one window. A crashed page is replaced by a new one at the next load, as Electron starts a new process. */
export class StandInWebContents extends EventEmitter implements Player {
  readonly contents = this;
  readonly id: number;
  readonly session = session.defaultSession;
  readonly #preloadFile: string | undefined;
  readonly #shape: WindowShape;
  #page: Promise<Page> | null = null;
  #put: ((message: ToPage) => void) | null = null;
  #address = '';
  #isCrashed = false;
  #isDestroyed = false;

  constructor(id: number, preloadFile: string | undefined, shape: WindowShape) {
    super();
    this.id = id;
    this.#preloadFile = preloadFile;
    this.#shape = shape;
    stage.enter(this);
  }

  connected(put: ((message: ToPage) => void) | null): void {
    this.#put = put;
  }

  async loadURL(address: string): Promise<void> {
    this.#address = address;
    const page = await this.#livePage();
    const outward = (await stage.loopback()).outward(address);
    if (mayUseCameras(this, address)) {
      await page
        .context()
        .grantPermissions(['camera', 'microphone'], { origin: new URL(outward).origin })
        .catch(() => undefined);
    }
    try {
      await page.goto(outward, { waitUntil: 'load', timeout: NAVIGATION_TIMEOUT_MS });
    } catch (error) {
      this.emit('did-fail-load', {}, -2, 'ERR_FAILED', address, true);
      throw new Error(`ERR_FAILED (-2) loading '${address}'`, { cause: error });
    }
    this.emit('did-finish-load');
  }

  reload(): void {
    this.loadURL(this.#address).catch(() => undefined);
  }

  getURL(): string {
    return this.#address;
  }

  send(channel: string, ...args: unknown[]): void {
    this.#put?.({ kind: 'send', channel, args });
  }

  async executeJavaScript(code: string): Promise<unknown> {
    return (await this.#livePage()).evaluate(code);
  }

  /** Works on a page whose thread is busy for ever, too. */
  forcefullyCrashRenderer(): void {
    const page = this.#page;
    void page?.then(killProcessOf, () => undefined).finally(() => this.#lose(page, 'killed'));
  }

  async capturePage(): Promise<{ toPNG(): Buffer; toJPEG(quality: number): Buffer; isEmpty(): boolean }> {
    const page = await this.#livePage();
    const png = await page.screenshot({ type: 'png' });
    const jpeg = await page.screenshot({ type: 'jpeg', quality: 90 });
    return { toPNG: () => png, toJPEG: () => jpeg, isEmpty: () => png.length === 0 };
  }

  isCrashed(): boolean {
    return this.#isCrashed;
  }

  isDestroyed(): boolean {
    return this.#isDestroyed;
  }

  setWindowOpenHandler(_handler: Parameters<WebContents['setWindowOpenHandler']>[0]): void {
    // Every new window is closed, whatever the handler says.
  }

  setVisualZoomLevelLimits(): Promise<void> {
    return Promise.resolve();
  }

  destroy(): void {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    stage.leave(this);
    void this.#page?.then((page) => page.close()).catch(() => undefined);
    this.emit('destroyed');
  }

  #livePage(): Promise<Page> {
    this.#page ??= this.#open();
    return this.#page;
  }

  async #open(): Promise<Page> {
    const opening = stage.newPage(this.id, this.#preloadFile, this.#shape);
    try {
      const page = await opening;
      this.#isCrashed = false;
      const own = this.#page;
      page.on('crash', () => this.#lose(own, 'crashed'));
      page.on('close', () => this.#lose(own, 'crashed'));
      page.on('popup', (popup) => void popup.close());
      page.on('dialog', (dialog) => void dialog.dismiss());
      page.on('console', (message) => this.emit('console-message', consoleEvent(message)));
      page.on('pageerror', (error) =>
        this.emit('console-message', { level: 'error', message: error.message, lineNumber: 0, sourceId: '' }),
      );
      return page;
    } catch (error) {
      this.#page = null;
      throw error;
    }
  }

  /** Told once for each page, whether it crashed by itself or was made to. */
  #lose(page: Promise<Page> | null, reason: 'crashed' | 'killed'): void {
    if (page === null || this.#page !== page || this.#isDestroyed) return;
    this.#page = null;
    this.#put = null;
    this.#isCrashed = true;
    // A page that is stuck may never answer: nobody waits for it.
    void page.then((lost) => lost.close()).catch(() => undefined);
    setImmediate(() => this.emit('render-process-gone', {}, { reason, exitCode: 5 }));
  }
}

/** The answer to the order may never come: the process that would give it is gone. */
async function killProcessOf(page: Page): Promise<void> {
  const devTools = await page
    .context()
    .newCDPSession(page)
    .catch(() => null);
  const crashed = devTools?.send('Page.crash').catch(() => undefined);
  await Promise.race([crashed, new Promise((resolve) => setTimeout(resolve, KILL_TIMEOUT_MS))]);
}

function consoleEvent(message: ConsoleMessage): { level: string; message: string; lineNumber: number; sourceId: string } {
  const level = message.type() === 'log' ? 'info' : message.type();
  return { level, message: message.text(), lineNumber: message.location().lineNumber, sourceId: message.location().url };
}
