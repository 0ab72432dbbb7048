import type { Config } from '../config/schema.ts';
import type { PlatformClient, PlatformHost } from './ports.ts';
import { createZhejiangClient } from './zhejiang/create-zhejiang-client.ts';

/**
 * The client of the configured province, running; null for none, and for Sichuan, which is not available yet: then
 * `host.report` is not called. Throws `Fault` `config.invalid`.
 */
export function createPlatform(config: Pick<Config, 'device' | 'platform'>, host: PlatformHost): PlatformClient | null {
  switch (config.platform.protocol) {
    case 'zhejiang':
      return createZhejiangClient({ sn: config.device.sn, ...config.platform.zhejiang }, host);
    case 'sichuan':
    case 'none':
      return null;
  }
}
