import { Agent as PlainAgent, request as requestPlain, type IncomingMessage } from 'node:http';
import { Agent as SecureAgent, request as requestSecure } from 'node:https';
import type { ProxyEnv } from '../config/proxy.ts';
import { Fault } from '../shared/fault.ts';

const MOST_REDIRECTS = 5;
/** Statuses that may be others in a while. */
const passing = [408, 425, 429, 500, 502, 503, 504];

export interface AddressOptions {
  readonly url: string;
  /** Bytes that are there already. */
  readonly from: number;
  /** ETag or date of the file that they are of; null: not known. */
  readonly validator: string | null;
  readonly proxy: ProxyEnv | null;
  /** Longest silence, ms. */
  readonly silenceMs: number;
  readonly signal: AbortSignal;
}

export interface Answer {
  /** Where the body begins: what was asked for, or 0. */
  readonly from: number;
  /** Of the whole file; null: not said. */
  readonly totalBytes: number | null;
  readonly validator: string | null;
  /** Ends early, or rejects with `update.stalled`, when the server does. */
  readonly body: AsyncIterable<Uint8Array>;
  close(): void;
}

/**
 * Opens an http or https address from a byte on (RFC 9110, section 14), through redirects and a proxy. What comes is checked by
 * its signature, so that plain http is no danger. Rejects with `Fault` `update.badAddress`, `.unreachable`, `.refused`,
 * `.stalled`, `.redirects`.
 */
export async function openAddress(options: AddressOptions): Promise<Answer> {
  const seen = new Set<string>();
  let url = addressOf(options.url, undefined);
  let wanted = options;
  for (;;) {
    if (seen.size > MOST_REDIRECTS || seen.has(url.href)) {
      throw new Fault('update.redirects', `the address leads on ${seen.size > MOST_REDIRECTS ? 'and on' : 'in a circle'}`);
    }
    seen.add(url.href);
    const incoming = await ask(url, wanted);
    const { statusCode = 0, headers } = incoming;
    if (statusCode >= 300 && statusCode < 400 && headers.location !== undefined) {
      incoming.destroy();
      url = addressOf(headers.location, url);
      continue;
    }
    const answer = answerOf(incoming, statusCode, wanted);
    if (answer !== null) return answer;
    // The file is another one now, or shorter than what is here: from the start.
    wanted = { ...options, from: 0, validator: null };
    seen.delete(url.href);
  }
}

function addressOf(text: string, base: URL | undefined): URL {
  if (!URL.canParse(text, base)) throw new Fault('update.badAddress', 'the address of the package is none');
  const url = new URL(text, base);
  if (url.protocol === 'http:' || url.protocol === 'https:') return url;
  throw new Fault('update.badAddress', `packages are not fetched over ${url.protocol}`);
}

function ask(url: URL, { from, validator, proxy, silenceMs, signal }: AddressOptions): Promise<IncomingMessage> {
  return new Promise((done, fail) => {
    const isSecure = url.protocol === 'https:';
    const proxyEnv = proxy === null ? process.env : { ...proxy };
    const agent = isSecure ? new SecureAgent({ proxyEnv }) : new PlainAgent({ proxyEnv });
    const outgoing = (isSecure ? requestSecure : requestPlain)(url, {
      agent,
      signal,
      // A body that is packed once more would have another length and other ranges.
      headers: {
        'accept-encoding': 'identity',
        ...(from > 0 ? { range: `bytes=${String(from)}-` } : {}),
        ...(from > 0 && validator !== null ? { 'if-range': validator } : {}),
      },
    });
    outgoing.setTimeout(silenceMs, () => outgoing.destroy(new Fault('update.stalled', `${url.host} is silent`)));
    outgoing.on('error', (cause) => fail(Fault.from(cause, 'update.unreachable', `${url.host} cannot be reached`)));
    outgoing.on('response', done);
    outgoing.end();
  });
}

/** Null: what was asked for is not to be had, the whole file may be. */
function answerOf(incoming: IncomingMessage, status: number, { from, validator }: AddressOptions): Answer | null {
  const { headers } = incoming;
  const found = validatorOf(headers);
  const close = (): void => void incoming.destroy();
  const body = bodyOf(incoming);
  if (status === 200) return { from: 0, totalBytes: numberIn(headers['content-length']), validator: found, body, close };
  if (status === 206) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
    const isSame = validator === null || found === null || found === validator;
    if (range !== null && Number(range[1]) === from && isSame) {
      return { from, totalBytes: range[2] === '*' ? null : Number(range[2]), validator: found, body, close };
    }
  }
  close();
  if (from > 0 && (status === 206 || status === 416)) return null;
  const message = `the server of the package answered ${String(status)}`;
  throw new Fault(passing.includes(status) ? 'update.stalled' : 'update.refused', message);
}

async function* bodyOf(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  try {
    for await (const piece of incoming) if (piece instanceof Uint8Array) yield piece;
  } catch (error) {
    throw Fault.from(error, 'update.stalled', 'the connection to the server of the package was lost');
  }
}

/** Only a strong one says that the bytes are the same. */
function validatorOf({ etag, 'last-modified': date }: IncomingMessage['headers']): string | null {
  if (etag !== undefined && !etag.startsWith('W/')) return etag;
  return date ?? null;
}

const numberIn = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : null;
