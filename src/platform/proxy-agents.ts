import { Agent as PlainAgent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import type { ProxyEnv } from '../config/proxy.ts';

interface Agents {
  readonly plain: PlainAgent;
  readonly secure: SecureAgent;
}

/** As Node's own agent does without a proxy. */
const kept = { keepAlive: true, timeout: 5_000 } as const;
/** Connections through a proxy are kept open and used again; they go with the settings that name it. */
const agents = new WeakMap<ProxyEnv, Agents>();

/** What carries a request of this scheme through the proxy; undefined: nothing but Node's own agent, directly. */
export function agentFor(protocol: string, proxy: ProxyEnv | null): PlainAgent | undefined {
  if (proxy === null) return undefined;
  const known = agents.get(proxy) ?? {
    plain: new PlainAgent({ ...kept, proxyEnv: { ...proxy } }),
    secure: new SecureAgent({ ...kept, proxyEnv: { ...proxy } }),
  };
  agents.set(proxy, known);
  return protocol === 'https:' ? known.secure : known.plain;
}
