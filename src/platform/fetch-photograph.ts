import type { ProxyEnv } from '../config/proxy.ts';
import { Fault } from '../shared/fault.ts';
import { waitAfter } from './back-off.ts';
import { httpExchange } from './http-exchange.ts';
import { pause } from './pause.ts';

export interface PhotographFetch {
  /** For each try, ms. */
  readonly timeoutMs: number;
  readonly ca: string | null;
  /** Null: directly. */
  readonly proxy: ProxyEnv | null;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A longer picture is not fetched, bytes. */
export const mostPhotographBytes = 5 * 1024 * 1024;
const mostTries = 3;
const mostRedirects = 3;
const betweenTries = { firstMs: 500, mostMs: 4_000 };
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Fetches the bytes at `address`; whether they are a picture is for others to say. Rejects with `Fault` `photo.unobtainable` or
 * `photo.downgraded` when this picture cannot be had, and with `platform.offline`, `platform.timeout` or `platform.certificate`,
 * its message naming the host, when nothing was heard of the picture.
 */
export async function fetchPhotograph(address: URL, options: PhotographFetch): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchOnce(address, options);
    } catch (error) {
      const fault = Fault.from(error, 'photo.unobtainable', 'a picture could not be fetched');
      const mayPass = fault.code === 'platform.offline' || fault.code === 'platform.timeout';
      if (!mayPass || tries === mostTries || options.signal.aborted) throw fault;
      await pause(waitAfter(tries - 1, betweenTries, options.random), options.signal);
    }
  }
}

/** Throws `photo.*` where another try would end the same. */
async function fetchOnce(address: URL, { timeoutMs, ca, proxy, signal }: PhotographFetch): Promise<Uint8Array> {
  let url = address;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Fault('photo.unobtainable', 'a picture not on http');
    const { status, headers, body } = await exchange({ url, timeoutMs, ca, proxy, signal });
    const location = headers['location'];
    if (redirects.includes(status) && typeof location === 'string' && URL.canParse(location, url)) {
      url = redirected(url, new URL(location, url));
      continue;
    }
    if (status >= 200 && status < 300 && body.length > 0) return body;
    const mayPass = status >= 500 || status === 408 || status === 429;
    throw new Fault(mayPass ? 'platform.offline' : 'photo.unobtainable', `${url.host} answers with HTTP status ${status}`);
  }
  throw new Fault('photo.unobtainable', 'redirected too often');
}

async function exchange(request: Pick<Parameters<typeof httpExchange>[0], 'url' | 'timeoutMs' | 'ca' | 'proxy' | 'signal'>) {
  try {
    return await httpExchange({ ...request, method: 'GET', mostBytes: mostPhotographBytes });
  } catch (cause) {
    if (!(cause instanceof Fault) || cause.code !== 'platform.badReply') throw cause;
    throw new Fault('photo.unobtainable', `a picture over ${mostPhotographBytes} bytes`, { cause });
  }
}

/** A face that was to come by https does not come by http: anybody on the way could put his own in its place. */
function redirected(from: URL, to: URL): URL {
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    throw new Fault('photo.downgraded', `${from.host} redirects photographs from https to http`);
  }
  return to;
}
