import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server does to one request; the next request gets the next one, and then it behaves. */
export type Trouble =
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'silence'; readonly afterBytes: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'page' }
  | { readonly kind: 'redirect'; readonly to: string }
  | { readonly kind: 'noRanges' }
  | { readonly kind: 'tooMuch' };

/** A web server with one file (RFC 9110, sections 13 and 14), and with troubles. */
export class PackageServer {
  readonly requests: { readonly path: string; readonly range: string | null; readonly status: number }[] = [];
  readonly #server: Server;
  readonly #troubles: Trouble[] = [];
  #content: Uint8Array;
  #etag = '"1"';

  static async start(content: Uint8Array): Promise<PackageServer> {
    const server = new PackageServer(content);
    await new Promise<void>((done) => server.#server.listen(0, '127.0.0.1', done));
    return server;
  }

  private constructor(content: Uint8Array) {
    this.#content = content;
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  url(path = '/package.tgz'): string {
    return `http://127.0.0.1:${String(this.port)}${path}`;
  }

  misbehave(...troubles: readonly Trouble[]): void {
    this.#troubles.push(...troubles);
  }

  /** Another file under the same address. */
  replace(content: Uint8Array): void {
    this.#content = content;
    this.#etag = `"${String(Number(this.#etag.slice(1, -1)) + 1)}"`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((done) => this.#server.close(done));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const trouble = this.#troubles.shift();
    const { range, 'if-range': condition } = request.headers;
    const isWanted = trouble?.kind !== 'noRanges' && (condition === undefined || condition === this.#etag);
    const from = isWanted ? Number(/^bytes=(\d+)-$/.exec(range ?? '')?.[1] ?? 0) : 0;
    const note = (status: number): void => void this.requests.push({ path: request.url ?? '', range: range ?? null, status });
    if (trouble?.kind === 'status') {
      note(trouble.status);
      return void response.writeHead(trouble.status).end('no');
    }
    if (trouble?.kind === 'redirect') {
      note(302);
      return void response.writeHead(302, { location: trouble.to }).end();
    }
    if (trouble?.kind === 'page') {
      note(200);
      return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Sign in</body></html>');
    }
    const total = this.#content.length;
    if (from > 0 && from >= total) {
      note(416);
      return void response.writeHead(416, { 'content-range': `bytes */${String(total)}` }).end();
    }
    const status = from > 0 ? 206 : 200;
    note(status);
    const body = this.#content.subarray(from);
    if (trouble?.kind === 'tooMuch') {
      response.writeHead(200, { etag: this.#etag });
      return void response.end(Buffer.concat([body, Buffer.alloc(10)]));
    }
    response.writeHead(status, {
      etag: this.#etag,
      'content-length': body.length,
      ...(status === 206 ? { 'content-range': `bytes ${String(from)}-${String(total - 1)}/${String(total)}` } : {}),
    });
    if (trouble?.kind !== 'cut' && trouble?.kind !== 'silence') return void response.end(body);
    response.write(body.subarray(0, trouble.afterBytes), () => {
      if (trouble.kind === 'cut') response.destroy();
    });
  }
}
