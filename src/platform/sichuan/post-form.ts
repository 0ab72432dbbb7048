import type { ProxyEnv } from '../../config/proxy.ts';
import { Fault } from '../../shared/fault.ts';
import { httpExchange, type HttpAnswer } from '../http-exchange.ts';
import type { Form } from './form.ts';

export interface PostLimits {
  readonly timeoutMs: number;
  /** Longest silence, ms. */
  readonly idleMs: number;
  readonly mostBytes: number;
  /** PEM; null: the system's CAs. */
  readonly ca: string | null;
  /** Null: directly. */
  readonly proxy: ProxyEnv | null;
  readonly signal: AbortSignal;
}

const redirects: readonly number[] = [301, 302, 307, 308];
const mostRedirects = 3;

/**
 * Posts a form; a redirect is followed within the same server (or to its https), with the same form. Throws `Fault`
 * `platform.offline`, `platform.timeout`, `platform.certificate`, or `platform.badReply` for an answer that is too long or leads elsewhere.
 */
export async function postForm(address: URL, { contentType, body }: Form, limits: PostLimits): Promise<HttpAnswer> {
  let url = address;
  for (let hops = 0; hops <= mostRedirects; hops += 1) {
    const headers = { 'content-type': contentType, accept: 'application/json' };
    const answer = await httpExchange({ url, method: 'POST', headers, body, ...limits });
    if (!redirects.includes(answer.status)) return answer;
    url = redirected(url, answer.headers['location']);
  }
  throw new Fault('platform.badReply', 'redirected too often');
}

/** A signed request goes nowhere else: whoever answers for another host could be anybody. */
function redirected(from: URL, location: unknown): URL {
  if (typeof location !== 'string' || !URL.canParse(location, from)) {
    throw new Fault('platform.badReply', 'a redirect that leads nowhere');
  }
  const to = new URL(location, from);
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && to.hostname === from.hostname;
  if (to.origin !== from.origin && !isUpgrade) throw new Fault('platform.badReply', 'redirected to another host');
  return to;
}
