import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { WebSocketServer, type WebSocket } from 'ws';

/** Answers a request for a custom scheme, as given to `protocol.handle`. */
export type SchemeHandler = (request: Request) => Response | Promise<Response>;

/** Where a page's WebSocket arrives; `windowId` says which window's page it is, `inward` how its address reads to the program. */
export type OnPageSocket = (socket: WebSocket, windowId: number, inward: (address: string) => string) => void;

/**
 * Serves the program's own scheme over loopback http, since Chromium knows no custom scheme without Electron: the page
 * sees `http://127.0.0.1:PORT/…`, the handler sees `app://terminal/…`.
 */
export class Loopback {
  readonly #handlers: ReadonlyMap<string, SchemeHandler>;
  readonly #server: Server;
  readonly #token = randomBytes(24).toString('base64url');
  readonly #home: string;
  readonly #port: number;

  private constructor(server: Server, home: string, handlers: ReadonlyMap<string, SchemeHandler>) {
    this.#server = server;
    this.#handlers = handlers;
    this.#home = home;
    this.#port = (server.address() as AddressInfo).port;
  }

  /**
   * @param home scheme and host of the program, `app://terminal`
   * @param handlers by scheme, without the colon; looked up at each request
   */
  static async open(home: string, handlers: ReadonlyMap<string, SchemeHandler>, onSocket: OnPageSocket): Promise<Loopback> {
    const server = createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    const loopback = new Loopback(server, home, handlers);
    server.on('request', (request, response) => void loopback.#answer(request, response));
    loopback.#acceptSockets(onSocket);
    return loopback;
  }

  /** `app://terminal/x` → `http://127.0.0.1:PORT/x`; other addresses unchanged. */
  outward(address: string): string {
    return address.startsWith(`${this.#home}/`) ? this.#origin + address.slice(this.#home.length) : address;
  }

  /** The reverse of `outward`. */
  inward(address: string): string {
    return address.startsWith(`${this.#origin}/`) ? this.#home + address.slice(this.#origin.length) : address;
  }

  socketUrl(windowId: number): string {
    return `ws://127.0.0.1:${this.#port}/${this.#token}/${windowId}`;
  }

  close(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  get #origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The token keeps other programs of this machine out; any page of ours may be anywhere, as a preload script would. */
  #acceptSockets(onSocket: OnPageSocket): void {
    const sockets = new WebSocketServer({ noServer: true, maxPayload: 64 * 1024 * 1024, perMessageDeflate: false });
    this.#server.on('upgrade', (request, socket, head) => {
      const [, token, windowId] = (request.url ?? '').split('/');
      if (token !== this.#token) {
        socket.destroy();
        return;
      }
      sockets.handleUpgrade(request, socket, head, (accepted) =>
        onSocket(accepted, Number(windowId), (address) => this.inward(address)),
      );
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const scheme = this.#home.slice(0, this.#home.indexOf(':'));
    const handler = this.#handlers.get(scheme);
    // Another name for this address is a page elsewhere that rebinds its own.
    if (handler === undefined || request.headers.host !== `127.0.0.1:${this.#port}`) {
      response.writeHead(404).end();
      return;
    }
    try {
      // The raw path: `new URL` would fold the dots that the handler has to refuse by itself.
      const answer = await handler(new Request(this.#home + (request.url ?? '/'), { method: request.method ?? 'GET' }));
      response.writeHead(answer.status, this.#headers(answer));
      if (answer.body === null) response.end();
      else
        Readable.fromWeb(answer.body as ReadableStream)
          .on('error', () => response.destroy())
          .pipe(response);
    } catch (error) {
      process.stderr.write(`stand-in: handler of ${scheme} failed: ${String(error)}\n`);
      response.destroy();
    }
  }

  /** The page's own policy, with the stand-in's WebSocket let through and nothing else. */
  #headers(answer: Response): Record<string, string> {
    const headers = Object.fromEntries(answer.headers);
    const policy = headers['content-security-policy'];
    if (policy === undefined) return headers;
    const socket = `ws://127.0.0.1:${this.#port}`;
    headers['content-security-policy'] = policy.includes('connect-src ')
      ? policy.replace('connect-src ', `connect-src ${socket} `)
      : `${policy}; connect-src ${socket}`;
    return headers;
  }
}
