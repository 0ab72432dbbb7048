import { runPlatform } from '../command-line.ts';
import { portOf } from '../port-option.ts';
import { describeRequest } from './describe.ts';
import { BENCH_SECRET, startSichuanPlatform } from './platform.ts';
import { startWebPage } from './web-page.ts';

const HELP = `  --port N              HTTP (9710)
  --https-port N        HTTPS (9711)
  --no-https            只用 HTTP / HTTP alone; HTTPS needs the openssl command
  --secret TEXT         设备密钥 / device secret (${BENCH_SECRET})
  --device SN=SECRET    只认这些设备，可多次 / only these devices exist; may stand several times
  --sm4-key, --sm4-iv TEXT   16 字节或 32 位十六进制，缺省为设备密钥 / 16 bytes or 32 hex digits (the device secret)
  --sm4-encoding FORM   base64 | hex (base64)
  --timestamp FORM      seconds | yyyyMMddHHmmss (seconds)
  --certificates FOLDER CA 与证书的目录，重启后不变 / keeps the certificate authority (a temporary folder)`;

const OPTIONS = {
  port: { type: 'string', default: '9710' },
  'https-port': { type: 'string', default: '9711' },
  'no-https': { type: 'boolean', default: false },
  secret: { type: 'string', default: BENCH_SECRET },
  device: { type: 'string', multiple: true, default: [] as string[] },
  'sm4-key': { type: 'string' },
  'sm4-iv': { type: 'string' },
  'sm4-encoding': { type: 'string', default: 'base64' },
  timestamp: { type: 'string', default: 'seconds' },
  certificates: { type: 'string' },
} as const;

export const run = (args: readonly string[]): Promise<void> =>
  runPlatform(args, {
    title: '四川平台（测试台） / a Sichuan platform on the bench',
    help: HELP,
    options: OPTIONS,
    webPort: 9712,
    settings: (values) => ({
      port: portOf(values.port),
      httpsPort: values['no-https'] ? null : portOf(values['https-port']),
      certificateFolder: values.certificates ?? null,
      secret: values.secret,
      devices: values.device.length === 0 ? null : Object.fromEntries(values.device.map((text) => deviceOf(text))),
      sm4Key: values['sm4-key'] ?? null,
      sm4Iv: values['sm4-iv'] ?? null,
      dialect: {
        cipherText: oneOf(values['sm4-encoding'], ['base64', 'hex'] as const),
        timestamp: oneOf(values.timestamp, ['seconds', 'yyyyMMddHHmmss'] as const),
      },
    }),
    start: (settings, common) => startSichuanPlatform({ ...settings, ...common }),
    openPage: (platform, page) => startWebPage({ platform, ...page }),
    describe: describeRequest,
    addresses: (platform) => [`HTTP: ${platform.baseUrl}`],
    configuration: (platform) => {
      const [first = ''] = Object.keys(platform.bench.settings.devices ?? {});
      return { protocol: 'sichuan', sichuan: platform.terminalConfiguration(first) };
    },
  });

function deviceOf(text: string): readonly [sn: string, secret: string] {
  const at = text.indexOf('=');
  if (at < 1) throw new Error(`not SN=SECRET: ${text}`);
  return [text.slice(0, at), text.slice(at + 1)];
}

function oneOf<T extends string>(text: string, values: readonly T[]): T {
  const found = values.find((value) => value === text);
  if (found === undefined) throw new Error(`${text}: ${values.join(' | ')}`);
  return found;
}
