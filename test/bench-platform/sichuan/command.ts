import { parseArgs } from 'node:util';
import { readPeopleFolder } from '../people-folder.ts';
import { portOf } from '../port-option.ts';
import { readState, saveInto } from '../state-file.ts';
import type { WebServer } from '../web-server.ts';
import { describeRequest } from './describe.ts';
import { BENCH_SECRET, type SichuanOptions, type SichuanPlatform, startSichuanPlatform } from './platform.ts';
import { startWebPage } from './web-page.ts';

const HELP = `四川平台（测试台） / a Sichuan platform on the bench
  --host ADDRESS        监听地址 / listens on (127.0.0.1)
  --port N              HTTP (9710; 0 = any free one, likewise below)
  --https-port N        HTTPS (9711)
  --no-https            只用 HTTP / HTTP alone; HTTPS needs the openssl command
  --web-port N          网页 / web page (9712)
  --people FOLDER       人员照片 ID_姓名.jpg / photographs of people: ID_NAME.jpg, or ID.jpg with names.json
  --secret TEXT         设备密钥 / device secret (${BENCH_SECRET})
  --device SN=SECRET    只认这些设备，可多次 / only these devices exist; may stand several times
  --sm4-key, --sm4-iv TEXT   16 字节或 32 位十六进制，缺省为设备密钥 / 16 bytes or 32 hex digits (the secret)
  --sm4-encoding FORM   base64 | hex (base64)
  --timestamp FORM      seconds | yyyyMMddHHmmss (seconds)
  --certificates FOLDER CA 与证书的目录，重启后不变 / keeps the certificate authority (a temporary folder)
  --state FILE          重启后保留状态 / what it knows outlives a restart
  --quiet               不逐条打印 / no line for each request`;

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '9710' },
  'https-port': { type: 'string', default: '9711' },
  'no-https': { type: 'boolean', default: false },
  'web-port': { type: 'string', default: '9712' },
  people: { type: 'string' },
  secret: { type: 'string', default: BENCH_SECRET },
  device: { type: 'string', multiple: true, default: [] as string[] },
  'sm4-key': { type: 'string' },
  'sm4-iv': { type: 'string' },
  'sm4-encoding': { type: 'string', default: 'base64' },
  timestamp: { type: 'string', default: 'seconds' },
  certificates: { type: 'string' },
  state: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArguments>;
const readArguments = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS }).values;

export async function run(args: readonly string[]): Promise<void> {
  let values: Values;
  let options: SichuanOptions;
  try {
    values = readArguments(args);
    options = optionsOf(values);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  if (values.help) return console.log(HELP);
  let started: Awaited<ReturnType<typeof start>>;
  try {
    started = await start(values, options);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 3;
    return;
  }
  const { platform, web } = started;
  if (!values.quiet) platform.bench.onRequest((request) => console.log(describeRequest(request)));
  const stopSaving =
    values.state === undefined
      ? async () => undefined
      : saveInto(
          values.state,
          () => platform.saveState(),
          (watcher) => platform.bench.onChange(watcher),
        );
  console.log(greeting(platform, web.address));
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([web.close(), platform.close()]).then(stopSaving);
    });
  }
}

async function start(
  values: Values,
  options: SichuanOptions,
): Promise<{ readonly platform: SichuanPlatform; readonly web: WebServer }> {
  const { people: folder, host } = values;
  const people = folder === undefined ? async () => [] : async () => readPeopleFolder(folder);
  if (folder !== undefined) console.log(`${folder}: ${(await people()).length} 人 / people`);
  const platform = await startSichuanPlatform({ ...options, ...(await readState(values.state)) });
  try {
    return { platform, web: await startWebPage({ platform, host, port: portOf(values['web-port']), people }) };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

function optionsOf(values: Values): SichuanOptions {
  return {
    host: values.host,
    port: portOf(values.port),
    httpsPort: values['no-https'] ? null : portOf(values['https-port']),
    certificateFolder: values.certificates ?? null,
    secret: values.secret,
    devices: values.device.length === 0 ? null : Object.fromEntries(values.device.map((text) => deviceOf(text))),
    sm4Key: values['sm4-key'] ?? null,
    sm4Iv: values['sm4-iv'] ?? null,
    dialect: {
      cipherText: oneOf(values['sm4-encoding'], ['base64', 'hex']),
      timestamp: oneOf(values.timestamp, ['seconds', 'yyyyMMddHHmmss']),
    },
  };
}

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

function greeting(platform: SichuanPlatform, webAddress: string): string {
  const [first = ''] = Object.keys(platform.bench.settings.devices ?? {});
  return [
    `网页 / web page: ${webAddress}`,
    `HTTP: ${platform.baseUrl}`,
    '终端配置 / for the configuration of the terminal:',
    `  "platform": ${JSON.stringify({ protocol: 'sichuan', sichuan: platform.terminalConfiguration(first) })}`,
  ].join('\n');
}
