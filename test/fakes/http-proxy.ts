import { createServer, request as requestOf, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';

/** A forward proxy (RFC 9110, 9.3.6 and 7.3.2): plain http by absolute address, anything by CONNECT. */
export class HttpProxy {
  /** Targets in the order asked for, as the proxy reads them. */
  readonly seen: string[] = [];
  /** `Proxy-Authorization` of each. */
  readonly authorizations: (string | undefined)[] = [];
  readonly #server: Server;

  private constructor({ refuses, leadsTo }: HttpProxyOptions) {
    this.#server = createServer((incoming, outgoing) => {
      this.#note(incoming.url, incoming.headers['proxy-authorization']);
      if (refuses !== undefined) return void outgoing.writeHead(refuses).end();
      incoming.pipe(
        requestOf(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(outgoing);
        }),
      );
    });
    this.#server.on('connect', (incoming, socket) => {
      this.#note(incoming.url, incoming.headers['proxy-authorization']);
      if (refuses !== undefined) return void socket.end(`HTTP/1.1 ${String(refuses)} No\r\n\r\n`);
      const onward = connect(leadsTo ?? Number(incoming.url?.split(':').at(-1)), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      for (const end of [socket, onward]) end.on('error', () => undefined);
    });
  }

  static async start(options: HttpProxyOptions = {}): Promise<HttpProxy> {
    const proxy = new HttpProxy(options);
    await new Promise<void>((done) => proxy.#server.listen(0, '127.0.0.1', done));
    return proxy;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get address(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #note(target: string | undefined, authorization: string | undefined): void {
    this.seen.push(target ?? '');
    this.authorizations.push(authorization);
  }
}

export interface HttpProxyOptions {
  /** Status that everything is refused with. */
  readonly refuses?: number;
  /** Port on this machine to which every CONNECT leads, whatever host it names. Default: the port it names. */
  readonly leadsTo?: number;
}
