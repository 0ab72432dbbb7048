import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { guardHeaders, policyWith } from '../shared/page-guard.ts';
import { jsonWithBytes } from './bytes-in-json.ts';
import type { RemoteDoor } from './door.ts';
import { noSessionCookie, readJson, refusalOf, sessionCookie, sessionOf, type RequestRules } from './request-rules.ts';

// No Strict-Transport-Security: a browser that has seen it lets nobody accept a self-made certificate any more.
const headersOfAll = {
  ...guardHeaders,
  'content-security-policy': policyWith(),
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cache-control': 'no-store',
} as const;

const Login = z.object({ pin: z.string().max(64) });
const Call = z.object({ name: z.string().max(64), input: z.unknown() });

export interface RequestParts {
  readonly peer: string;
  readonly localAddress: string;
  readonly rules: RequestRules;
  readonly door: RemoteDoor;
  readonly asset: (path: string) => Promise<Response>;
  /** Whether the peer may try a PIN now. */
  readonly mayTryPin: () => boolean;
}

/** Ends a request that is not answered; the connection with it, so that the rest of a body is never waited for. */
export function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...headersOfAll, connection: 'close' }).end();
}

function send(response: ServerResponse, value: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(200, { ...headersOfAll, 'content-type': 'application/json', ...headers }).end(jsonWithBytes(value));
}

/** `GET /` and `/assets/…`: the page. `GET /api/greeting`; `POST /api/login`, `/api/logout`, `/api/call`. */
export async function answerRequest(request: IncomingMessage, response: ServerResponse, parts: RequestParts): Promise<void> {
  const refused = refusalOf(request, parts.localAddress, parts.rules);
  if (refused !== null) return refuse(response, refused);
  const [path = ''] = (request.url ?? '').split('?');
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (path === '/api/greeting') return send(response, parts.door.greeting());
    if (path === '/') return sendAsset(response, await parts.asset('/remote.html'));
    if (path.startsWith('/assets/')) return sendAsset(response, await parts.asset(path));
    return refuse(response, 404);
  }
  const body = await readJson(request);
  if (path === '/api/login') return logIn(body, response, parts);
  if (path === '/api/logout') {
    await parts.door.logout(sessionOf(request), parts.peer);
    return send(response, {}, { 'set-cookie': noSessionCookie });
  }
  const called = path === '/api/call' ? Call.safeParse(body) : null;
  if (called === null) return refuse(response, 404);
  if (!called.success) return refuse(response, 400);
  send(response, await parts.door.call(sessionOf(request), called.data.name, called.data.input, parts.peer));
}

async function logIn(body: unknown, response: ServerResponse, { door, peer, mayTryPin }: RequestParts): Promise<void> {
  const login = Login.safeParse(body);
  if (!login.success) return refuse(response, 400);
  if (!door.greeting().hasPin) return refuse(response, 403);
  if (!mayTryPin()) return refuse(response, 429);
  const answer = await door.login(login.data.pin, peer);
  if (answer.kind !== 'open') return send(response, answer);
  // The page never sees the session: a script that got into it could not carry it away.
  send(response, { kind: 'open' }, { 'set-cookie': sessionCookie(answer.session) });
}

async function sendAsset(response: ServerResponse, asset: Response): Promise<void> {
  if (!asset.ok) return refuse(response, asset.status);
  const type = asset.headers.get('content-type') ?? 'application/octet-stream';
  response.writeHead(200, { ...headersOfAll, 'content-type': type }).end(new Uint8Array(await asset.arrayBuffer()));
}
