import { parseArgs, type ParseArgsConfig } from 'node:util';
import type { AnyRequest, Journal } from './journal.ts';
import { readPeopleFolder } from './people-folder.ts';
import { portOf } from './port-option.ts';
import { readState, saveInto } from './state-file.ts';
import type { PageOptions, WebServer } from './web-server.ts';

type OptionsConfig = NonNullable<ParseArgsConfig['options']>;

/** A platform as a command runs it. */
interface RunningPlatform<R extends AnyRequest> {
  readonly bench: Journal<R>;
  saveState(): string;
  close(): Promise<void>;
}

/** What a province's command has of its own. */
export interface PlatformCommand<O extends OptionsConfig, S, R extends AnyRequest, P extends RunningPlatform<R>> {
  /** First line of the help. */
  readonly title: string;
  /** A line for each of `options`. */
  readonly help: string;
  readonly options: O;
  /** Of the page, where none is given. */
  readonly webPort: number;
  /** @throws where a value cannot be meant. */
  readonly settings: (values: Values<O>) => S;
  readonly start: (settings: S, common: { readonly host: string; readonly state?: string }) => Promise<P>;
  readonly openPage: (platform: P, page: PageOptions, settings: S) => Promise<WebServer>;
  /** One line for people about a request that is settled. */
  readonly describe: (request: R) => string;
  /** Printed before the terminal's configuration. */
  readonly addresses: (platform: P) => readonly string[];
  /** `platform` of a terminal's configuration. */
  readonly configuration: (platform: P) => object;
}

/** What `parseArgs` makes of a province's own options. */
export type Values<O extends OptionsConfig> = ReturnType<typeof parseArgs<{ args: string[]; options: O }>>['values'];

const COMMON = {
  host: { type: 'string', default: '127.0.0.1' },
  'web-port': { type: 'string' },
  people: { type: 'string' },
  state: { type: 'string' },
  quiet: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** Runs a platform until it is told to end. Exit code 2: the command line cannot be meant; 3: it cannot run. */
export async function runPlatform<O extends OptionsConfig, S, R extends AnyRequest, P extends RunningPlatform<R>>(
  args: readonly string[],
  command: PlatformCommand<O, S, R, P>,
): Promise<void> {
  const read = readArguments(args, command);
  if ('fault' in read) return end(2, `${read.fault}\n${helpOf(command)}`);
  const { common, settings, webPort } = read;
  if (common.help) return console.log(helpOf(command));
  try {
    const { people: folder, host, state } = common;
    const people = folder === undefined ? async () => [] : async () => readPeopleFolder(folder);
    if (folder !== undefined) console.log(`${folder}: ${(await people()).length} 人 / people`);
    const platform = await command.start(settings, { host, ...(await readState(state)) });
    const web = await command.openPage(platform, { host, port: webPort, people }, settings).catch(async (error: unknown) => {
      await platform.close();
      throw error;
    });
    if (!common.quiet) platform.bench.onRequest((request) => console.log(command.describe(request)));
    endOnSignals(platform, web, state);
    console.log(greeting(command, platform, web));
  } catch (error) {
    end(3, messageOf(error));
  }
}

function readArguments<O extends OptionsConfig, S, R extends AnyRequest, P extends RunningPlatform<R>>(
  args: readonly string[],
  command: PlatformCommand<O, S, R, P>,
) {
  try {
    const { values } = parseArgs({ args: [...args], options: { ...command.options, ...COMMON } });
    // Its own options are among those that were parsed, which the compiler does not see through the spread.
    const common = values as Values<typeof COMMON>;
    const settings = command.settings(values);
    return { common, settings, webPort: portOf(common['web-port'] ?? String(command.webPort)) };
  } catch (error) {
    return { fault: messageOf(error) };
  }
}

const helpOf = ({ title, help, webPort }: { readonly title: string; readonly help: string; readonly webPort: number }): string =>
  `${title}
  --host ADDRESS        监听地址 / listens on (127.0.0.1)
${help}
  --web-port N          网页 / web page (${webPort}; 0 = 任一空闲端口 / any free one, as for every port)
  --people FOLDER       人员照片 ID_姓名.jpg / photographs of people: ID_NAME.jpg, or ID.jpg with names.json
  --state FILE          重启后保留状态 / what it knows outlives a restart
  --quiet               不逐条打印 / no line for each request`;

function greeting<P>(
  { addresses, configuration }: { addresses: (platform: P) => readonly string[]; configuration: (platform: P) => object },
  platform: P,
  web: WebServer,
): string {
  return [
    `网页 / web page: ${web.address}`,
    ...addresses(platform),
    '终端配置 / for the configuration of the terminal:',
    `  "platform": ${JSON.stringify(configuration(platform))}`,
  ].join('\n');
}

function endOnSignals<R extends AnyRequest>(platform: RunningPlatform<R>, web: WebServer, state: string | undefined): void {
  const watch = (watcher: () => void): (() => void) => platform.bench.onChange(watcher);
  const stopSaving = state === undefined ? async () => undefined : saveInto(state, () => platform.saveState(), watch);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void Promise.all([web.close(), platform.close()]).then(stopSaving);
    });
  }
}

function end(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
