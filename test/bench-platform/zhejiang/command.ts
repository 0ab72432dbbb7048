import { readFile } from 'node:fs/promises';
import { runPlatform } from '../command-line.ts';
import { portOf } from '../port-option.ts';
import { describeRequest } from './describe.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform } from './platform.ts';
import { startWebPage } from './web-page.ts';

const HELP = `  --port N              TCP (9700)
  --http-port N         HTTP (9701)
  --firmware FILE       固件文件 / a firmware file to order
  --access-id, --access-key, --access-secret TEXT   凭证 / credentials (bench-id, bench-key, bench-secret)
  --encrypt FILE        设备公钥 PEM：加密应答 / PEM of the device's public key: replies are encrypted
  --encrypt-body        加密整个 HTTP 报文 / the whole HTTP body instead of its response`;

const OPTIONS = {
  port: { type: 'string', default: '9700' },
  'http-port': { type: 'string', default: '9701' },
  firmware: { type: 'string' },
  'access-id': { type: 'string', default: BENCH_CREDENTIALS.accessId },
  'access-key': { type: 'string', default: BENCH_CREDENTIALS.accessKey },
  'access-secret': { type: 'string', default: BENCH_CREDENTIALS.accessSecret },
  encrypt: { type: 'string' },
  'encrypt-body': { type: 'boolean', default: false },
} as const;

export const run = (args: readonly string[]): Promise<void> =>
  runPlatform(args, {
    title: '浙江平台（测试台） / a Zhejiang platform on the bench',
    help: HELP,
    options: OPTIONS,
    webPort: 9702,
    settings: (values) => ({
      firmwareFile: values.firmware ?? null,
      keyFile: values.encrypt ?? null,
      port: portOf(values.port),
      httpPort: portOf(values['http-port']),
      accessId: values['access-id'],
      accessKey: values['access-key'],
      accessSecret: values['access-secret'],
      dialect: { encrypts: values['encrypt-body'] ? ('body' as const) : ('response' as const) },
    }),
    start: async ({ keyFile, ...settings }, common) => {
      const publicKey = keyFile === null ? null : await readFile(keyFile, 'utf8');
      return startZhejiangPlatform({ ...settings, publicKey, ...common });
    },
    openPage: (platform, page, { firmwareFile }) => startWebPage({ platform, ...page, firmwareFile }),
    describe: describeRequest,
    addresses: () => [],
    configuration: (platform) => ({ protocol: 'zhejiang', zhejiang: platform.terminalConfiguration() }),
  });
