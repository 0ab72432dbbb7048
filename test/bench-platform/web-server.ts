import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { readBody } from './http-request.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import { pageHtml, type PageOf } from './page-html.ts';
import type { Person } from './people-folder.ts';
import { pictureKind } from './pictures.ts';

/** What one of the page's buttons does. The page is this program's own: bodies are only made safe, not judged. */
export type WebAction = (body: JsonObject) => Promise<JsonObject> | JsonObject;

/** Where a page listens, and the people of its folder. */
export interface PageOptions {
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Read anew for each order. */
  readonly people: () => Promise<readonly Person[]>;
}

export interface WebServerOptions extends PageOf, PageOptions {
  readonly feed: { follow(response: ServerResponse): void; close(): void };
  readonly actions: Readonly<Record<string, WebAction>>;
  /** A picture by a path of its own; undefined where the path is none of that kind. */
  readonly picture: (path: string) => Uint8Array | null | undefined;
}

export interface WebServer {
  readonly address: string;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.css': 'text/css' };
const MAX_BODY_BYTES = 1024 * 1024;

/** The technician's page: what arrives, and buttons for the orders and the misbehaviour. Scripts lie under the paths that they have here. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const { actions, feed, folder } = options;
  const files = new RegExp(`^/(?:${folder}/)?web/[a-z-]+\\.(?:js|css)$`);

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    if (pathname === '/') return send(response, 200, await pageHtml(options), 'text/html; charset=utf-8');
    if (files.test(pathname)) return sendFile(response, pathname);
    if (pathname === '/feed') return feed.follow(response);
    const picture = options.picture(pathname);
    if (picture !== undefined) return sendPicture(response, picture);
    if (pathname === '/people' || pathname.startsWith('/people/'))
      return sendPeople(response, await options.people(), pathname.slice('/people/'.length));
    // A page from elsewhere cannot send this type without being asked first.
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json')
      return send(response, 404, '', 'text/plain');
    const name = pathname.slice(1);
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (action === undefined) return sendJson(response, 200, { error: `no such action: ${name}` });
    const body = await readBody(request, MAX_BODY_BYTES);
    const parsed = body === null ? null : (JSON.parse(body.toString('utf8')) as Json);
    return sendJson(
      response,
      200,
      isObject(parsed ?? undefined) ? await action(parsed as JsonObject) : { error: 'no JSON object' },
    );
  };

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendJson(response, 500, { error: String(error) }));
  });
  server.listen(options.port, options.host);
  await once(server, 'listening');
  return {
    address: `http://${options.host}:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      feed.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function sendFile(response: ServerResponse, path: string): Promise<void> {
  let content: Buffer;
  try {
    content = await readFile(new URL(`.${path}`, import.meta.url));
  } catch {
    return send(response, 404, '', 'text/plain');
  }
  return send(response, 200, content, `${TYPES[extname(path)] ?? 'text/plain'}; charset=utf-8`);
}

async function sendPeople(response: ServerResponse, people: readonly Person[], id: string): Promise<void> {
  if (id === '') return sendJson(response, 200, people.map(({ id, name }) => ({ id, name }))); // prettier-ignore
  const photo = people.find((person) => person.id === decodeURIComponent(id))?.photos[0];
  return sendPicture(response, typeof photo === 'string' ? await readFile(photo) : (photo ?? null));
}

function sendPicture(response: ServerResponse, picture: Uint8Array | null): void {
  if (picture === null) send(response, 404, '', 'text/plain');
  else send(response, 200, picture, pictureKind(picture) === 'PNG' ? 'image/png' : 'image/jpeg');
}

function sendJson(response: ServerResponse, status: number, body: Json): void {
  send(response, status, JSON.stringify(body), 'application/json; charset=utf-8');
}

function send(response: ServerResponse, status: number, body: Uint8Array | string, type: string): void {
  if (response.headersSent) return;
  response
    .writeHead(status, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    .end(body);
}
