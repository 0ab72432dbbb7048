import type { IncomingMessage } from 'node:http';
import { namesUs } from './addresses.ts';

/** Largest body of a request, bytes: settings are the longest that is ever sent. */
export const MOST_BODY_BYTES = 64 * 1024;

/** What a request is measured against. */
export interface RequestRules {
  readonly port: number;
  /** Of the terminal, small letters; besides the address that was reached. */
  readonly ownNames: readonly string[];
}

/**
 * Why a request is not answered, as an HTTP status, or null. A request that changes anything must come from a page of ours: its
 * origin says so, and a form or a foreign script cannot send JSON without asking first, which nobody answers.
 */
export function refusalOf(request: IncomingMessage, localAddress: string, rules: RequestRules): number | null {
  const { method, headers } = request;
  const { host, origin } = headers;
  if (!namesUs(host, localAddress, rules.port, rules.ownNames)) return 421;
  const site = headers['sec-fetch-site'];
  if (method === 'GET' || method === 'HEAD') return null;
  if (method !== 'POST') return 405;
  if (origin !== `https://${host ?? ''}`) return 403;
  if (site !== undefined && site !== 'same-origin') return 403;
  if (!/^application\/json(;|$)/.test(headers['content-type'] ?? '')) return 415;
  // What is packed or sent in pieces says nothing of its length beforehand.
  if (headers['content-encoding'] !== undefined) return 415;
  const length = Number(headers['content-length']);
  if (!Number.isSafeInteger(length)) return 411;
  return length > MOST_BODY_BYTES ? 413 : null;
}

/** The body as JSON; null when it is none, or longer than it said. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MOST_BODY_BYTES) return null;
    parts.push(part);
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'));
  } catch {
    return null;
  }
}

/** Its name binds it to this host, this scheme and the whole site (RFC 6265bis, 4.1.3). */
const COOKIE = '__Host-session';
const guarded = 'Path=/; Secure; HttpOnly; SameSite=Strict';

export const sessionCookie = (session: string): string => `${COOKIE}=${session}; ${guarded}`;
export const noSessionCookie = `${COOKIE}=; Max-Age=0; ${guarded}`;

/** The session of a request's cookie; empty without one. */
export function sessionOf({ headers: { cookie = '' } }: Pick<IncomingMessage, 'headers'>): string {
  const found = cookie.split(/; */).find((pair) => pair.startsWith(`${COOKIE}=`));
  return found?.slice(COOKIE.length + 1) ?? '';
}
