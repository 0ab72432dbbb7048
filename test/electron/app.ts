import { EventEmitter } from 'node:events';
import { mkdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { App, CommandLine } from 'electron';

const root = new URL('../../', import.meta.url);
const { name, version } = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { name: string; version: string };

/** What app.ts asks of the rest of the stand-in when the program ends. */
export interface AtExit {
  /** Windows announce that they close; a listener may keep one open. */
  closeWindows(): void;
  /** Ends Chromium. */
  end(): Promise<void>;
}

type PathName = Parameters<App['getPath']>[0];

class StandInApp extends EventEmitter {
  readonly name = name;
  readonly isPackaged = false;
  readonly switches: string[] = [];
  readonly commandLine: Pick<CommandLine, 'appendSwitch' | 'hasSwitch'> = {
    appendSwitch: (key, value) => void this.switches.push(value === undefined ? `--${key}` : `--${key}=${value}`),
    hasSwitch: (key) => this.switches.some((own) => own === `--${key}` || own.startsWith(`--${key}=`)),
  };
  /** While the windows close because the program ends, `window-all-closed` is not emitted. */
  isQuitting = false;
  #isReady = false;
  #isEnding = false;
  #isRelaunching = false;
  #atExit: AtExit = { closeWindows: () => undefined, end: async () => undefined };
  readonly #paths = new Map<string, string>();
  readonly #whenReady: Promise<void>;

  constructor() {
    super();
    const config = process.env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config');
    for (const [key, path] of Object.entries({
      home: homedir(),
      temp: tmpdir(),
      appData: config,
      userData: join(config, name),
      sessionData: join(config, name),
      logs: join(config, name, 'logs'),
      exe: process.execPath,
    })) {
      this.#paths.set(key, path);
    }
    // A turn later, as in Electron: privileged schemes and switches are set before.
    this.#whenReady = new Promise((resolve) => {
      setImmediate(() => {
        this.#isReady = true;
        this.emit('ready');
        resolve();
      });
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.#onSignal(signal));
    // Electron's event loop never runs dry by itself.
    setInterval(() => undefined, 1 << 30);
  }

  endWith(atExit: AtExit): void {
    this.#atExit = atExit;
  }

  whenReady(): Promise<void> {
    return this.#whenReady;
  }

  isReady(): boolean {
    return this.#isReady;
  }

  getVersion(): string {
    return version;
  }

  getName(): string {
    return name;
  }

  getLocale(): string {
    return 'zh-CN';
  }

  getAppPath(): string {
    return decodeURIComponent(root.pathname.slice(0, -1));
  }

  getPath(key: PathName): string {
    const path = this.#paths.get(key);
    if (path === undefined) throw new Error(`Failed to get '${key}' path`);
    return path;
  }

  setPath(key: string, path: string): void {
    mkdirSync(path, { recursive: true });
    this.#paths.set(key, path);
  }

  requestSingleInstanceLock(): boolean {
    return true;
  }

  releaseSingleInstanceLock(): void {
    // Nothing was locked.
  }

  /** before-quit, windows close, will-quit, quit; the first two may be prevented. */
  quit(): void {
    if (this.#isEnding || this.isQuitting || this.#isPrevented('before-quit')) return;
    this.isQuitting = true;
    this.#atExit.closeWindows();
    this.isQuitting = false;
    if (this.#isPrevented('will-quit')) return;
    this.exit(0);
  }

  /** Once this program has ended, another is started with the same arguments. */
  relaunch(): void {
    this.#isRelaunching = true;
  }

  /** Ends without asking. */
  exit(code = 0): void {
    if (this.#isEnding) return;
    this.#isEnding = true;
    this.emit('quit', {}, code);
    void this.#atExit.end().finally(() => {
      if (this.#isRelaunching) becomeAnew();
      process.exit(code);
    });
  }

  /** A program that listens itself decides itself. */
  #onSignal(signal: NodeJS.Signals): void {
    if (process.listenerCount(signal) === 1) this.quit();
  }

  #isPrevented(event: string): boolean {
    let isPrevented = false;
    this.emit(event, {
      preventDefault: () => {
        isPrevented = true;
      },
    });
    return isPrevented;
  }
}

/** The same process runs the program again from its beginning, so that whoever watches it by its id need not look for it. */
function becomeAnew(): void {
  const { execve } = process;
  if (execve === undefined) throw new Error('this Node cannot start the program anew');
  process.removeAllListeners('warning');
  execve.call(process, process.execPath, [process.execPath, ...process.execArgv, ...process.argv.slice(1)], {
    ...process.env,
  });
}

/** Typed against Electron's own; events are looser, since its overloads cannot be implemented by one method. */
export const app: StandInApp &
  Omit<Pick<App, 'whenReady' | 'getPath' | 'setPath' | 'getVersion' | 'isPackaged' | 'quit' | 'exit' | 'relaunch'>, 'on'> =
  new StandInApp();
