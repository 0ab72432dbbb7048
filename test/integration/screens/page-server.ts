import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';
import { build } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../../../src/shell/asset-response.ts';

const root = resolve(import.meta.dirname, '../../..');
const mimes: Readonly<Record<string, string>> = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };

/** The page as it is built, with the imagined main process in it, under the policy of the real one. */
export class PageServer {
  readonly #folder: string;
  readonly #server: Server;

  private constructor(folder: string, server: Server) {
    this.#folder = folder;
    this.#server = server;
  }

  static async start(): Promise<PageServer> {
    const folder = mkdtempSync(join(tmpdir(), 'screens-'));
    const before = process.env['NODE_ENV'];
    // Only a page that is built for development has the imagined main process in it.
    process.env['NODE_ENV'] = 'development';
    try {
      await build({
        configFile: join(root, 'vite.config.ts'),
        root: join(root, 'renderer'),
        mode: 'development',
        logLevel: 'error',
        build: { outDir: folder, minify: false },
      });
    } finally {
      process.env['NODE_ENV'] = before;
    }
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '/', 'http://page').pathname;
      const file = join(folder, path === '/' ? 'index.html' : path);
      try {
        const body = readFileSync(file);
        response.setHeader('content-type', mimes[extname(file)] ?? 'application/octet-stream');
        response.setHeader('content-security-policy', CONTENT_SECURITY_POLICY);
        response.end(body);
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new PageServer(folder, server);
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
