import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { CDPSession } from 'playwright-core';

const executablePath = process.env['TERMINAL_CHROMIUM'] ?? '/usr/bin/chromium';
const START_MS = 30_000;
/** Passages take seconds on a busy machine; one that is stopped for another's measurement goes on afterwards. */
const ANSWER_MS = 1_200_000;

interface Told {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** Who can be asked something by Chromium's own protocol. */
export interface Asked {
  readonly send: CDPSession['send'];
}

export interface BareChromiumOptions {
  readonly size: { readonly width: number; readonly height: number };
  readonly switches?: readonly string[];
}

/**
 * A Chromium with one page and nobody watching it: Playwright follows the network of each page, for which the page's own process preserves
 * what was loaded.
 */
export class BareChromium implements Asked {
  readonly #child: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (told: Told) => void>();
  readonly #listeners = new Set<(told: Told) => void>();
  #lastId = 0;

  private constructor(child: ChildProcess, profile: string, socket: WebSocket) {
    this.#child = child;
    this.#profile = profile;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const told = JSON.parse(String(data)) as Told;
      if (told.id === undefined) for (const listener of this.#listeners) listener(told);
      else this.#waiting.get(told.id)?.(told);
    });
  }

  static async start({ size, switches = [] }: BareChromiumOptions): Promise<BareChromium> {
    const profile = mkdtempSync(join(tmpdir(), 'bench-chromium-'));
    const isRoot = process.getuid?.() === 0;
    const child = spawn(
      executablePath,
      [
        ...['--headless=new', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
        ...['--disable-sync', '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1', '--remote-debugging-port=0'],
        `--window-size=${String(size.width)},${String(size.height)}`,
        `--user-data-dir=${profile}`,
        ...(isRoot ? ['--no-sandbox'] : []),
        ...switches,
        'about:blank',
      ],
      { stdio: 'ignore' },
    );
    try {
      const [port, path] = await addressIn(join(profile, 'DevToolsActivePort'), child);
      return new BareChromium(child, profile, await connected(`ws://127.0.0.1:${port}${path}`));
    } catch (error) {
      child.kill('SIGKILL');
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
      throw error;
    }
  }

  readonly send = ((method: string, params?: object) => this.#ask(method, params)) as CDPSession['send'];

  /** The page that Chromium began with. */
  async page(): Promise<Asked> {
    const { targetInfos } = await this.send('Target.getTargets');
    const page = targetInfos.find(({ type }) => type === 'page');
    if (page === undefined) throw new Error('Chromium shows no page');
    const { sessionId } = await this.send('Target.attachToTarget', { targetId: page.targetId, flatten: true });
    return { send: ((method: string, params?: object) => this.#ask(method, params, sessionId)) as CDPSession['send'] };
  }

  /** Hears what Chromium tells by itself, until the returned function is called. */
  follow(method: string, listener: (params: unknown) => void): () => void {
    const heard = (told: Told): void => {
      if (told.method === method) listener(told.params);
    };
    this.#listeners.add(heard);
    return () => this.#listeners.delete(heard);
  }

  async close(): Promise<void> {
    const ended = hasEnded(this.#child) ? Promise.resolve() : once(this.#child, 'exit');
    await Promise.race([this.send('Browser.close').catch(() => undefined), pause(START_MS, undefined, { ref: false })]);
    this.#child.kill();
    await ended;
    this.#socket.close();
    rmSync(this.#profile, { recursive: true, force: true, maxRetries: 5 });
  }

  async #ask(method: string, params: object = {}, sessionId?: string): Promise<unknown> {
    const id = ++this.#lastId;
    const answered = new Promise<Told>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`Chromium does not answer ${method}`)), ANSWER_MS).unref();
      this.#waiting.set(id, (told) => {
        clearTimeout(late);
        resolve(told);
      });
    });
    this.#socket.send(JSON.stringify({ id, method, params, ...(sessionId === undefined ? {} : { sessionId }) }));
    try {
      const { result, error } = await answered;
      if (error) throw new Error(`${method}: ${error.message}`);
      return result;
    } finally {
      this.#waiting.delete(id);
    }
  }
}

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

/** Port and path, which Chromium writes down once it listens. */
async function addressIn(file: string, child: ChildProcess): Promise<readonly [string, string]> {
  const deadline = performance.now() + START_MS;
  while (performance.now() < deadline && !hasEnded(child)) {
    try {
      const [port, path] = readFileSync(file, 'utf8').trim().split('\n');
      if (port !== undefined && path !== undefined) return [port, path];
    } catch {
      // not there yet
    }
    await pause(50);
  }
  throw new Error(`Chromium did not start; exit ${String(child.exitCode)}`);
}

async function connected(address: string): Promise<WebSocket> {
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', () => reject(new Error('Chromium refuses the connection')), { once: true });
  });
  return socket;
}
