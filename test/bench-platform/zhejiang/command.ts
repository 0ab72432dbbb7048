import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { readPeopleFolder } from '../people-folder.ts';
import { portOf } from '../port-option.ts';
import { readState, saveInto } from '../state-file.ts';
import { describeRequest } from './describe.ts';
import { BENCH_CREDENTIALS, startZhejiangPlatform, type ZhejiangOptions, type ZhejiangPlatform } from './platform.ts';
import type { WebServer } from '../web-server.ts';
import { startWebPage } from './web-page.ts';

const HELP = `浙江平台（测试台） / a Zhejiang platform on the bench
  --host ADDRESS        监听地址 / listens on (127.0.0.1)
  --port N              TCP (9700; 0 = any free one, likewise below)
  --http-port N         HTTP (9701)
  --web-port N          网页 / web page (9702)
  --people FOLDER       人员照片 ID_姓名.jpg / photographs of people: ID_NAME.jpg, or ID.jpg with names.json
  --firmware FILE       固件文件 / a firmware file to order
  --access-id, --access-key, --access-secret TEXT   凭证 / credentials (bench-id, bench-key, bench-secret)
  --encrypt FILE        设备公钥 PEM：加密应答 / PEM of the device's public key: replies are encrypted
  --encrypt-body        加密整个 HTTP 报文 / the whole HTTP body instead of its response
  --state FILE          重启后保留状态 / what it knows outlives a restart
  --quiet               不逐条打印 / no line for each request`;

const OPTIONS = {
  host: { type: 'string', default: '127.0.0.1' },
  port: { type: 'string', default: '9700' },
  'http-port': { type: 'string', default: '9701' },
  'web-port': { type: 'string', default: '9702' },
  people: { type: 'string' },
  firmware: { type: 'string' },
  'access-id': { type: 'string', default: BENCH_CREDENTIALS.accessId },
  'access-key': { type: 'string', default: BENCH_CREDENTIALS.accessKey },
  'access-secret': { type: 'string', default: BENCH_CREDENTIALS.accessSecret },
  encrypt: { type: 'string' },
  'encrypt-body': { type: 'boolean', default: false },
  state: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

type Values = ReturnType<typeof readArguments>;
const readArguments = (args: readonly string[]) => parseArgs({ args: [...args], options: OPTIONS }).values;

export async function run(args: readonly string[]): Promise<void> {
  let values: Values;
  try {
    values = readArguments(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${HELP}`);
    process.exitCode = 2;
    return;
  }
  if (values.help) return console.log(HELP);
  let started: Awaited<ReturnType<typeof start>>;
  try {
    started = await start(values);
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

async function start(values: Values): Promise<{ readonly platform: ZhejiangPlatform; readonly web: WebServer }> {
  const { people: folder, host } = values;
  const people = folder === undefined ? async () => [] : async () => readPeopleFolder(folder);
  if (folder !== undefined) console.log(`${folder}: ${(await people()).length} 人 / people`);
  const platform = await startZhejiangPlatform(await optionsOf(values));
  try {
    const web = await startWebPage({
      platform,
      host,
      port: portOf(values['web-port']),
      people,
      firmwareFile: values.firmware ?? null,
    });
    return { platform, web };
  } catch (error) {
    await platform.close();
    throw error;
  }
}

async function optionsOf(values: Values): Promise<ZhejiangOptions> {
  return {
    host: values.host,
    port: portOf(values.port),
    httpPort: portOf(values['http-port']),
    accessId: values['access-id'],
    accessKey: values['access-key'],
    accessSecret: values['access-secret'],
    publicKey: values.encrypt === undefined ? null : await readFile(values.encrypt, 'utf8'),
    dialect: { encrypts: values['encrypt-body'] ? 'body' : 'response' },
    ...(await readState(values.state)),
  };
}

function greeting(platform: ZhejiangPlatform, webAddress: string): string {
  const { accessId, accessKey, accessSecret } = platform.bench.settings.credentials;
  const zhejiang = { tcp: platform.tcpAddress, http: platform.httpAddress, accessId, accessKey, accessSecret };
  return [
    `网页 / web page: ${webAddress}`,
    '终端配置 / for the configuration of the terminal:',
    `  "platform": ${JSON.stringify({ protocol: 'zhejiang', zhejiang })}`,
  ].join('\n');
}
