import type { Config } from './schema.ts';

/** A proxy as Node's agents take it: the variables of an environment. */
export interface ProxyEnv {
  readonly http_proxy: string;
  readonly https_proxy: string;
  /** Hosts that are reached directly, with commas between. */
  readonly no_proxy: string;
}

/** Everything goes through this address. */
export const proxyAt = (address: string, noProxy = ''): ProxyEnv => ({
  http_proxy: address,
  https_proxy: address,
  no_proxy: noProxy,
});

/** The configured proxy of the site, or null. */
export function proxyOf({ proxy, proxyUser, proxyPassword, noProxy }: Config['network']): ProxyEnv | null {
  if (proxy === null) return null;
  const url = new URL(proxy);
  // Setters write what an address may not hold in percent.
  url.username = proxyUser;
  url.password = proxyUser === '' ? '' : proxyPassword;
  return proxyAt(url.href, noProxy);
}
