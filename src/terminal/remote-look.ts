import { hostname, networkInterfaces } from 'node:os';
import type { Config } from '../config/schema.ts';
import { plainAddress } from '../remote/addresses.ts';
import { loadOrMakeIdentity } from '../remote/certificate.ts';
import { RemoteServer, type RemoteServerParts } from '../remote/remote-server.ts';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Log } from '../shared/log.ts';
import type { RemoteView } from '../shared/remote-view.ts';
import type { AdminAccess } from './admin-access.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { AdminDoor } from './remote-door.ts';

export interface RemoteLookParts {
  /** The data directory. */
  readonly dir: string;
  readonly config: () => Pick<Config, 'remote' | 'device'>;
  /** Of this way in alone: who guesses here locks nobody out at the screen. */
  readonly access: AdminAccess;
  /** Handlers that ask `access`. */
  readonly calls: () => CallHandlers;
  readonly asset: RemoteServerParts['asset'];
  readonly clock: Clock;
  readonly log: Log;
  readonly note: (action: string, subject: string | null) => void;
  /** Departures of the server, for tests. */
  readonly server?: Pick<RemoteServerParts, 'host' | 'limits'>;
}

/** The look from the local network: there as long as the configuration wants it and a PIN is set. */
export class RemoteLook {
  readonly #parts: RemoteLookParts;
  readonly #door: AdminDoor;
  readonly #changes = new OneAtATime();
  #server: RemoteServer | null = null;
  /** Of the port that was asked for last; null: none. */
  #askedPort: number | null = null;
  #fingerprint: string | null = null;
  #isFailed = false;

  constructor(parts: RemoteLookParts) {
    this.#parts = parts;
    const { config, access } = parts;
    this.#door = new AdminDoor({
      ...parts,
      greeting: () => ({
        language: config().device.language,
        hasPin: access.hasPin,
        mayChange: config().remote.mayChange,
      }),
    });
  }

  /** Opens or shuts the door as the configuration now wants it; never rejects. */
  follow(): Promise<void> {
    return this.#changes.run(() => this.#follow());
  }

  /** The PIN was changed: whoever came in with the old one is out. */
  endSessions(): void {
    this.#door.endAll();
  }

  /** That is listened on, or null. */
  get port(): number | null {
    return this.#server?.port ?? null;
  }

  view(): RemoteView {
    const { config, access } = this.#parts;
    const { enabled, mayChange } = config().remote;
    const port = this.#server?.port ?? null;
    const state = !enabled ? 'off' : !access.hasPin ? 'noPin' : port === null || this.#isFailed ? 'failed' : 'on';
    return {
      state,
      addresses: state === 'on' && port !== null ? ownAddresses().map((address) => addressOf(address, port)) : [],
      fingerprint: this.#fingerprint,
      mayChange,
    };
  }

  close(): Promise<void> {
    return this.#changes.run(() => this.#shut());
  }

  async #follow(): Promise<void> {
    const { enabled, port } = this.#parts.config().remote;
    const wanted = enabled ? port : null;
    if (wanted === this.#askedPort && !this.#isFailed) return;
    await this.#shut();
    this.#askedPort = wanted;
    if (wanted !== null) await this.#open(wanted);
  }

  async #open(port: number): Promise<void> {
    const { dir, asset, clock, log } = this.#parts;
    try {
      const identity = await loadOrMakeIdentity(dir, clock.now());
      this.#fingerprint = identity.fingerprint;
      const name = hostname().toLowerCase();
      const ownNames = [name, `${name}.local`];
      this.#server = await RemoteServer.start({
        identity,
        port,
        ownNames,
        door: this.#door,
        asset,
        clock,
        log,
        ...this.#parts.server,
      });
      log.info('remote', 'opened', { port: this.#server.port });
    } catch (error) {
      this.#isFailed = true;
      log.error('remote', 'openFailed', { code: Fault.from(error, 'remote.failed', 'the look cannot be offered').code });
    }
  }

  async #shut(): Promise<void> {
    this.#isFailed = false;
    this.#door.endAll();
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    await server.close();
    this.#parts.log.info('remote', 'shut', {});
  }
}

/** Addresses by which others reach this machine; those of one link alone are no use to a browser. */
const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flat()
    .flatMap((one) => (one === undefined || one.internal || one.scopeid ? [] : [plainAddress(one.address)]));

const addressOf = (address: string, port: number): string =>
  `https://${address.includes(':') ? `[${address}]` : address}:${String(port)}/`;
