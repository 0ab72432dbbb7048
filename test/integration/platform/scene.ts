import { afterEach } from 'vitest';
import type { PlatformClient } from '../../../src/platform/ports.ts';
import type { Timing, ZhejiangConfig } from '../../../src/platform/zhejiang/config.ts';
import { createZhejiangClient } from '../../../src/platform/zhejiang/create-zhejiang-client.ts';
import { account, FarEnd } from './far-end.ts';
import { MemoryHost } from './memory-host.ts';

/** Waits are short. Limits are the product's own: whoever sees one run out shortens it, and no busy machine does. */
const quick: Partial<Timing> = {
  reconnect: { firstMs: 40, mostMs: 100 },
  refused: { firstMs: 100, mostMs: 300 },
  expiredMs: 400,
  task: { firstMs: 50, mostMs: 200 },
};

const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

export interface Scene {
  readonly farEnd: FarEnd;
  readonly host: MemoryHost;
  readonly client: PlatformClient;
  /** The terminal starts anew with what its disk holds. */
  readonly restart: () => Promise<PlatformClient>;
}

/** A client connected to a platform of its own; both end with the test. */
export async function scene(
  prepare: (farEnd: FarEnd, host: MemoryHost) => void = () => undefined,
  config: Partial<ZhejiangConfig> = {},
  timing: Partial<Timing> = {},
): Promise<Scene> {
  const farEnd = await FarEnd.start();
  ends.push(() => farEnd.close());
  const host = new MemoryHost();
  prepare(farEnd, host);
  const whole: ZhejiangConfig = {
    ...account,
    tcp: farEnd.tcp,
    http: farEnd.http,
    heartbeatSeconds: 0.1,
    verifyReplies: 'require',
    privateKeyFile: null,
    ...config,
  };
  const open = (): PlatformClient => {
    const made = createZhejiangClient(whole, host, { ...quick, ...timing });
    ends.push(() => made.close());
    return made;
  };
  let client = open();
  return {
    farEnd,
    host,
    client,
    restart: async () => {
      await client.close();
      client = open();
      return client;
    },
  };
}
