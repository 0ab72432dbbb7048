import { proxyOf } from '../config/proxy.ts';
import type { Config } from '../config/schema.ts';
import type { ConnectionFinding } from '../shared/connection-finding.ts';
import { finding, type Trial, type TrialHost } from './connection-trial.ts';
import { trySichuan } from './sichuan/try-connection.ts';
import { tryZhejiang } from './zhejiang/try-connection.ts';

/** Whatever a trial waits for, it is over by then, ms. */
const LONGEST_MS = 15_000;

/**
 * Makes the real calls of the configured province once, beside the client that runs, and says in one word what is wrong first.
 * Changes nothing here and nothing there but that the terminal was seen.
 */
export async function testConnection(
  config: Pick<Config, 'device' | 'platform' | 'network'>,
  host: Omit<TrialHost, 'signal'>,
  signal: AbortSignal,
): Promise<ConnectionFinding> {
  const beganMs = host.clock.monotonic();
  const limited = { ...host, signal: AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)]) };
  const trial = await tryProvince(config, limited);
  return { ...trial, tookMs: Math.round(host.clock.monotonic() - beganMs) };
}

async function tryProvince(
  { device: { sn }, platform, network }: Pick<Config, 'device' | 'platform' | 'network'>,
  host: TrialHost,
): Promise<Trial> {
  switch (platform.protocol) {
    case 'zhejiang':
      return tryZhejiang({ sn, ...platform.zhejiang, proxy: proxyOf(network) }, host);
    case 'sichuan':
      return trySichuan({ sn, ...platform.sichuan, proxy: proxyOf(network) }, host);
    case 'none':
      return finding('incomplete', null, 'platform.protocol');
  }
}
