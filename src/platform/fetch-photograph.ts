import { Fault } from '../shared/fault.ts';
import { waitAfter } from './back-off.ts';
import { httpExchange } from './http-exchange.ts';
import { pause } from './pause.ts';

export interface PhotographFetch {
  /** For each try, ms. */
  readonly timeoutMs: number;
  readonly ca: string | null;
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** A longer picture is not fetched, bytes. */
export const mostPhotographBytes = 5 * 1024 * 1024;
const mostTries = 3;
const mostRedirects = 3;
const betweenTries = { firstMs: 500, mostMs: 4_000 };
const redirects: readonly number[] = [301, 302, 303, 307, 308];

/** Fetches the bytes at `address`; whether they are a picture is for others to say. Rejects with `Fault` `photo.unobtainable`. */
export async function fetchPhotograph(address: URL, options: PhotographFetch): Promise<Uint8Array> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await fetchOnce(address, options);
    } catch (cause) {
      const isFinal = cause instanceof Fault && cause.code === 'photo.unobtainable';
      if (isFinal || tries === mostTries || options.signal.aborted) {
        throw Fault.from(isFinal ? cause : undefined, 'photo.unobtainable', 'a picture could not be fetched');
      }
      await pause(waitAfter(tries - 1, betweenTries, options.random), options.signal);
    }
  }
}

/** Throws `photo.unobtainable` where another try would end the same. */
async function fetchOnce(address: URL, { timeoutMs, ca, signal }: PhotographFetch): Promise<Uint8Array> {
  let url = address;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new Fault('photo.unobtainable', 'a picture not on http');
    const answer = await httpExchange({ url, method: 'GET', timeoutMs, mostBytes: mostPhotographBytes, ca, signal });
    const location = answer.headers['location'];
    if (redirects.includes(answer.status) && typeof location === 'string' && URL.canParse(location, url)) {
      url = new URL(location, url);
      continue;
    }
    if (answer.status >= 200 && answer.status < 300 && answer.body.length > 0) return answer.body;
    const mayPass = answer.status >= 500 || answer.status === 408 || answer.status === 429;
    throw new Fault(mayPass ? 'platform.badReply' : 'photo.unobtainable', `HTTP status ${answer.status}`);
  }
  throw new Fault('photo.unobtainable', 'redirected too often');
}
