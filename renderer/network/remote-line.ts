import type { PageEnd } from '../../src/shared/ipc/bridge.ts';
import { lanes } from '../../src/shared/ipc/wire.ts';
import { BYTES_KEY, COOKIE_SESSION, RemoteGreeting } from '../../src/shared/remote-view.ts';

/** How often the states are asked for, ms. */
const FOLLOW_MS = 5_000;
const TIMEOUT_MS = 30_000;

/** What the terminal says before the PIN. */
export async function readGreeting(): Promise<RemoteGreeting> {
  const answer = await fetch('/api/greeting', { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return RemoteGreeting.parse(await answer.json());
}

/** The contract over HTTPS: calls are requests, feeds are asked for now and then, posts have nobody to go to. */
export class RemoteLine implements PageEnd {
  readonly #hasPin: boolean;
  readonly #listeners = new Set<(...args: readonly unknown[]) => void>();
  readonly #onLost = new Set<(isLost: boolean) => void>();
  /** Whoever waits for the PIN to be entered. */
  #entered: PromiseWithResolvers<undefined> = Promise.withResolvers();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(hasPin: boolean) {
    this.#hasPin = hasPin;
  }

  /** Told when the terminal cannot be reached, and when it can again. Returns how to stop listening. */
  onLost(listener: (isLost: boolean) => void): () => void {
    this.#onLost.add(listener);
    return () => this.#onLost.delete(listener);
  }

  async invoke(_lane: string, name: unknown, input: unknown): Promise<unknown> {
    switch (name) {
      case 'admin.state':
        return { ok: true, value: { hasPin: this.#hasPin } };
      case 'admin.login':
        return this.#logIn(input);
      case 'admin.logout':
        this.#leave();
        return { ok: true, value: await request('/api/logout', {}) };
      case 'kiosk.snapshot':
        // Nothing of the terminal is told before the PIN.
        await this.#entered.promise;
        return this.#called(name, input);
      default:
        return this.#called(name, input);
    }
  }

  send(): void {
    // What a camera sees is the terminal's own business.
  }

  on(lane: string, listener: (...args: readonly unknown[]) => void): void {
    if (lane === lanes.feed) this.#listeners.add(listener);
  }

  async #logIn(input: unknown): Promise<unknown> {
    const answer = await request('/api/login', input);
    if (typeof answer !== 'object' || answer === null || !('kind' in answer)) return { ok: false, code: 'admin.locked' };
    if (answer.kind !== 'open') return { ok: true, value: answer };
    this.#entered.resolve(undefined);
    this.#follow();
    return { ok: true, value: { kind: 'open', session: COOKIE_SESSION } };
  }

  async #called(name: unknown, input: unknown): Promise<unknown> {
    return request('/api/call', { name, input });
  }

  /** Asks for states again and again: what feeds are on the terminal itself. */
  #follow(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#called('kiosk.snapshot', {}).then(
        (reply) => {
          this.#tellLost(false);
          if (!isSnapshot(reply)) return;
          this.#tell('status', reply.value.status);
          this.#tell('kiosk.settings', reply.value.settings);
          this.#follow();
        },
        () => {
          this.#tellLost(true);
          this.#follow();
        },
      );
    }, FOLLOW_MS);
  }

  #leave(): void {
    clearTimeout(this.#timer);
    this.#entered = Promise.withResolvers();
  }

  #tell(name: string, value: unknown): void {
    for (const listener of this.#listeners) listener(name, value);
  }

  #tellLost(isLost: boolean): void {
    for (const listener of this.#onLost) listener(isLost);
  }
}

interface Snapshot {
  readonly ok: true;
  readonly value: { readonly status: unknown; readonly settings: unknown };
}

const isSnapshot = (reply: unknown): reply is Snapshot =>
  typeof reply === 'object' && reply !== null && 'ok' in reply && reply.ok === true && 'value' in reply;

async function request(path: string, body: unknown): Promise<unknown> {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  // Too many questions, or one that was not understood: the page says so as of any other fault.
  if (!answer.ok) return { ok: false, code: answer.status === 429 ? 'ipc.timeout' : 'ipc.rejected' };
  return unpacked(await answer.json());
}

/** Bytes come in base64 under a key of their own. */
function unpacked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpacked);
  if (typeof value !== 'object' || value === null) return value;
  if (BYTES_KEY in value && typeof value[BYTES_KEY] === 'string') {
    return Uint8Array.from(atob(value[BYTES_KEY]), (letter) => letter.charCodeAt(0));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpacked(inner)]));
}
