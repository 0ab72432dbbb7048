import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { Clock } from '../shared/clock.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { countedAs, isNearby, plainAddress } from './addresses.ts';
import type { RemoteIdentity } from './certificate.ts';
import type { RemoteDoor } from './door.ts';
import { RateLimit, type Rate } from './rate-limit.ts';
import { answerRequest, refuse } from './routes.ts';

/** Limits of the server; a test takes shorter ones. */
export interface RemoteLimits {
  readonly connections: number;
  readonly connectionsOfOne: number;
  /** Until the TLS handshake is done, the headers are there, the whole request is there; ms. */
  readonly handshakeMs: number;
  readonly headersMs: number;
  readonly requestMs: number;
  /** Silence on a connection, and its whole life; ms. */
  readonly silenceMs: number;
  readonly lifeMs: number;
  readonly requests: Rate;
  readonly logins: Rate;
  /** Of all peers together. */
  readonly allRequests: Rate;
}

export const remoteLimits: RemoteLimits = {
  connections: 32,
  connectionsOfOne: 8,
  handshakeMs: 5_000,
  headersMs: 5_000,
  requestMs: 10_000,
  silenceMs: 15_000,
  lifeMs: 120_000,
  // A list of people asks for a dozen pictures at once.
  requests: { burst: 80, perSecond: 15 },
  logins: { burst: 5, perSecond: 1 / 3 },
  allRequests: { burst: 200, perSecond: 40 },
};

export interface RemoteServerParts {
  readonly identity: RemoteIdentity;
  readonly port: number;
  /** Default: all addresses of the machine. */
  readonly host?: string;
  /** Names of the machine by which it may be asked for, besides its addresses; small letters. */
  readonly ownNames: readonly string[];
  readonly door: RemoteDoor;
  /** A file of the page by its path, with its headers. */
  readonly asset: (path: string) => Promise<Response>;
  readonly clock: Clock;
  readonly log: Log;
  readonly limits?: Partial<RemoteLimits>;
}

/** The admin side over HTTPS for the local network: bounded in everything that a stranger can ask of it. */
export class RemoteServer {
  readonly #parts: RemoteServerParts;
  readonly #limits: RemoteLimits;
  readonly #server: Server;
  readonly #requests: RateLimit;
  readonly #logins: RateLimit;
  readonly #all: RateLimit;
  readonly #connections = new Map<string, number>();

  private constructor(parts: RemoteServerParts) {
    const limits = { ...remoteLimits, ...parts.limits };
    this.#parts = parts;
    this.#limits = limits;
    this.#requests = new RateLimit(limits.requests, parts.clock);
    this.#logins = new RateLimit(limits.logins, parts.clock);
    this.#all = new RateLimit(limits.allRequests, parts.clock);
    this.#server = createServer(
      {
        key: parts.identity.key,
        cert: parts.identity.cert,
        minVersion: 'TLSv1.2',
        handshakeTimeout: limits.handshakeMs,
        headersTimeout: limits.headersMs,
        requestTimeout: limits.requestMs,
        keepAliveTimeout: Math.round(limits.silenceMs / 3),
        connectionsCheckingInterval: Math.min(1_000, limits.headersMs),
        maxHeaderSize: 8 * 1024,
        insecureHTTPParser: false,
      },
      (request, response) => void this.#answer(request, response),
    );
    this.#server.maxConnections = limits.connections;
    this.#server.on('connection', (socket: Socket) => this.#admit(socket));
    // Silence is measured where the bytes come out: the socket below never sees them.
    this.#server.on('secureConnection', (socket) => socket.setTimeout(limits.silenceMs, () => socket.destroy()));
    // Strangers speak anything but TLS to an open port; what they said is not worth a line each.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
    this.#server.on('clientError', (_error, socket) => socket.destroy());
  }

  /** Resolves when it listens. Rejects with `remote.portTaken`, `remote.failed`. */
  static async start(parts: RemoteServerParts): Promise<RemoteServer> {
    const made = new RemoteServer(parts);
    await new Promise<void>((resolve, reject) => {
      made.#server.once('error', (error: NodeJS.ErrnoException) => {
        const isTaken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
        reject(new Fault(isTaken ? 'remote.portTaken' : 'remote.failed', 'the port cannot be opened', { cause: error }));
      });
      made.#server.listen({ port: parts.port, ...(parts.host === undefined ? {} : { host: parts.host }) }, resolve);
    });
    made.#server.on('error', () => parts.log.error('remote', 'serverFailed', {}));
    return made;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Before a byte is read: only neighbours, only so many, only for so long. */
  #admit(socket: Socket): void {
    const peer = plainAddress(socket.remoteAddress ?? '');
    const counted = countedAs(peer);
    const count = this.#connections.get(counted) ?? 0;
    if (!isNearby(peer) || count >= this.#limits.connectionsOfOne) return void socket.destroy();
    this.#connections.set(counted, count + 1);
    const life = setTimeout(() => socket.destroy(), this.#limits.lifeMs);
    socket.once('close', () => {
      clearTimeout(life);
      const left = (this.#connections.get(counted) ?? 1) - 1;
      if (left === 0) this.#connections.delete(counted);
      else this.#connections.set(counted, left);
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { door, asset, ownNames, log } = this.#parts;
    const peer = plainAddress(request.socket.remoteAddress ?? '');
    const counted = countedAs(peer);
    if (!this.#requests.take(counted) || !this.#all.take('all')) return refuse(response, 429);
    try {
      await answerRequest(request, response, {
        peer,
        localAddress: plainAddress(request.socket.localAddress ?? ''),
        rules: { port: this.port, ownNames },
        door,
        asset,
        mayTryPin: () => this.#logins.take(counted),
      });
    } catch (error) {
      // The peer has left, or a file could not be read: it gets no more than that.
      log.warn('remote', 'requestFailed', { code: Fault.from(error, 'remote.failed', 'a request failed').code });
      if (response.headersSent) response.destroy();
      else refuse(response, 500);
    }
  }
}
