import { proxyOf } from '../config/proxy.ts';
import type { Config } from '../config/schema.ts';
import type { PlatformClient, PlatformHost } from './ports.ts';
import { createSichuanClient } from './sichuan/create-sichuan-client.ts';
import { createZhejiangClient } from './zhejiang/create-zhejiang-client.ts';

/** The client of the configured province, running; null for none: then `host.report` is not called. Throws `Fault` `config.invalid`. */
export function createPlatform(
  config: Pick<Config, 'device' | 'platform' | 'network'>,
  host: PlatformHost,
): PlatformClient | null {
  switch (config.platform.protocol) {
    case 'zhejiang':
      return createZhejiangClient({ sn: config.device.sn, ...config.platform.zhejiang, proxy: proxyOf(config.network) }, host);
    case 'sichuan':
      return createSichuanClient({ sn: config.device.sn, ...config.platform.sichuan, proxy: proxyOf(config.network) }, host);
    case 'none':
      return null;
  }
}
