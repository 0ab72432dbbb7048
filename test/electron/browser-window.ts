import { EventEmitter } from 'node:events';
import type { BrowserWindowConstructorOptions } from 'electron';
import { app } from './app.ts';
import { stage } from './stage.ts';
import { StandInWebContents } from './web-contents.ts';

const open = new Map<number, StandInWindow>();
let nextId = 1;

class StandInWindow extends EventEmitter {
  readonly id = nextId++;
  readonly webContents: StandInWebContents;
  readonly #width: number;
  readonly #height: number;
  #isKiosk: boolean;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    super();
    this.#width = options.width ?? 800;
    this.#height = options.height ?? 600;
    this.#isKiosk = options.kiosk ?? false;
    this.webContents = new StandInWebContents(this.id, options.webPreferences?.preload, {
      width: this.#width,
      height: this.#height,
      isShown: options.show ?? true,
      isKiosk: this.#isKiosk,
    });
    open.set(this.id, this);
  }

  static getAllWindows(): readonly StandInWindow[] {
    return [...open.values()];
  }

  static fromWebContents(contents: unknown): StandInWindow | null {
    return [...open.values()].find((window) => window.webContents === contents) ?? null;
  }

  loadURL(address: string): Promise<void> {
    return this.webContents.loadURL(address);
  }

  reload(): void {
    this.webContents.reload();
  }

  capturePage(): ReturnType<StandInWebContents['capturePage']> {
    return this.webContents.capturePage();
  }

  getContentSize(): readonly [number, number] {
    return [this.#width, this.#height];
  }

  isKiosk(): boolean {
    return this.#isKiosk;
  }

  setKiosk(flag: boolean): void {
    this.#isKiosk = flag;
  }

  isDestroyed(): boolean {
    return !open.has(this.id);
  }

  show(): void {
    // Chromium showed it, or there is nothing to show it on.
  }

  focus(): void {
    // As above.
  }

  close(): void {
    let isPrevented = false;
    this.emit('close', {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    if (!isPrevented) this.destroy();
  }

  destroy(): void {
    if (!open.delete(this.id)) return;
    this.webContents.destroy();
    this.emit('closed');
    if (open.size > 0 || app.isQuitting) return;
    if (app.listenerCount('window-all-closed') > 0) app.emit('window-all-closed');
    else app.quit();
  }
}

app.endWith({
  closeWindows: () => [...open.values()].forEach((window) => window.close()),
  end: () => stage.end(),
});

export { StandInWindow as BrowserWindow };
