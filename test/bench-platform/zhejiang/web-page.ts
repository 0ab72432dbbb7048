import { readFile } from 'node:fs/promises';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, type Json, type JsonObject } from '../json.ts';
import type { Person } from '../people-folder.ts';
import { contentType } from '../shelf.ts';
import type { ZhejiangPlatform } from './platform.ts';
import { WebActions } from './web-actions.ts';
import { WebFeed } from './web-feed.ts';

export interface WebPageOptions {
  readonly platform: ZhejiangPlatform;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  /** Read anew for each order. */
  readonly people: () => Promise<readonly Person[]>;
  readonly firmwareFile: string | null;
}

export interface WebPage {
  readonly address: string;
  close(): Promise<void>;
}

const SCRIPTS = ['page.js', 'arrivals.js', 'orders.js', 'trouble.js', 'dom.js', 'words.js'];
const FILES: Readonly<Record<string, readonly [file: string, type: string]>> = {
  '/': ['page.html', 'text/html; charset=utf-8'],
  '/page.css': ['page.css', 'text/css; charset=utf-8'],
  ...Object.fromEntries(SCRIPTS.map((file) => [`/${file}`, [file, 'text/javascript; charset=utf-8']])),
};
const MAX_BODY_BYTES = 1024 * 1024;

/** The technician's page: what arrives, and buttons for the orders and the misbehaviour. */
export async function startWebPage(options: WebPageOptions): Promise<WebPage> {
  const { platform } = options;
  const feed = new WebFeed(platform);
  const actions = new WebActions(options);
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => sendJson(response, 500, { error: String(error) }));
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '/', 'http://page');
    const file = FILES[pathname];
    if (file !== undefined) return send(response, 200, await readFile(new URL(`web/${file[0]}`, import.meta.url)), file[1]);
    if (pathname === '/feed') return feed.follow(response);
    const punch = /^\/punches\/(\d+)$/.exec(pathname)?.[1];
    if (punch !== undefined) return sendPicture(response, platform.punches[Number(punch) - 1]?.picture ?? null);
    const person = /^\/people\/([^/]+)$/.exec(pathname)?.[1];
    if (person !== undefined)
      return sendPhoto(
        response,
        (await options.people()).find(({ id }) => id === decodeURIComponent(person)),
      );
    if (pathname === '/people')
      return sendJson(
        response,
        200,
        (await options.people()).map(({ id, name }) => ({ id, name })),
      );
    // A page from elsewhere cannot send this type without being asked first.
    if (request.method !== 'POST' || request.headers['content-type'] !== 'application/json')
      return send(response, 404, '', 'text/plain');
    const body = await readJson(request);
    return sendJson(response, 200, isObject(body) ? await actions.run(pathname.slice(1), body) : { error: 'no JSON object' });
  };

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

async function readJson(request: IncomingMessage): Promise<Json> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('too much');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Json;
}

async function sendPhoto(response: ServerResponse, person: Person | undefined): Promise<void> {
  const photo = person?.photos[0];
  if (photo === undefined) return send(response, 404, '', 'text/plain');
  if (typeof photo === 'string') return send(response, 200, await readFile(photo), contentType(photo));
  return send(response, 200, photo, 'image/jpeg');
}

function sendPicture(response: ServerResponse, picture: Buffer | null): void {
  if (picture === null) send(response, 404, '', 'text/plain');
  else send(response, 200, picture, picture[0] === 0x89 ? 'image/png' : 'image/jpeg');
}

function sendJson(response: ServerResponse, status: number, body: Json | JsonObject): void {
  send(response, status, JSON.stringify(body), 'application/json; charset=utf-8');
}

function send(response: ServerResponse, status: number, body: Uint8Array | string, type: string): void {
  if (response.headersSent) return;
  response
    .writeHead(status, { 'Content-Type': type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' })
    .end(body);
}
