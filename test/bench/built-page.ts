import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { silentLog } from '../../src/shared/log.ts';
import { answerAsset } from '../../src/shell/asset-response.ts';
import { modelsDir } from '../../src/terminal/installation.ts';

/** The page as `npm run build` leaves it. */
export const builtPageFolder = resolve(import.meta.dirname, '../../out/renderer');
export const isPageBuilt = (): boolean => existsSync(join(builtPageFolder, 'index.html'));

/** The built page with the networks, answered by the terminal's own server of files, on loopback. */
export class BuiltPage {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async serve(): Promise<BuiltPage> {
    const roots = { page: builtPageFolder, models: join(modelsDir, 'human') };
    const server = createServer((request, response) => {
      const asked = new Request(new URL(request.url ?? '/', 'app://terminal'));
      void answerAsset(asked, roots, silentLog).then(async (answer) => {
        response.writeHead(answer.status, Object.fromEntries(answer.headers));
        response.end(new Uint8Array(await answer.arrayBuffer()));
      });
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return new BuiltPage(server);
  }

  get address(): string {
    return `http://127.0.0.1:${String((this.#server.address() as AddressInfo).port)}/`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((closed) => this.#server.close(closed));
  }
}
