import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Fault } from './shared/fault.ts';
import { usualDataDir } from './terminal/arguments.ts';
import { askRunning } from './terminal/control-client.ts';
import { commands } from './terminal/commands.ts';
import type { CommandName, CommandOutput } from './terminal/commands.ts';
import { runLivenessLab } from './terminal/liveness-lab.ts';
import type { Place } from './terminal/liveness-lab-arguments.ts';
import { runQrOffice } from './terminal/qr-office.ts';
import { exportSettings, importSettings, importText } from './terminal/settings-command-line.ts';
import { runOnStopped } from './terminal/stopped-terminal.ts';
import { cardTable, peopleTable, punchTable, refusalTable, statusTable, switchText, updateText } from './terminal/tables.ts';

const usage = `Usage: npm run terminal -- COMMAND [--config FILE] [--data DIR]

  people add --id ID --name NAME --photo FILE [--replace] [--card NUMBER]
                                                            enrol a worker from a photograph
  people list [--json]                                      all workers
  people remove ID                                          erase a worker's photograph and template; punches stay
  cards add --id ID --card NUMBER                           give a worker a card; 0012345678, 188,24910 or 0x…
  cards list [--json]                                       all cards
  cards remove NUMBER                                       take a card away
  punches list [--json] [--refused] [--limit N]             newest punches (or refused attempts) first
  punches retry                                             send what the platform did not accept once more
  platform switch [--yes]                                   what a change of platform leaves behind; --yes confirms it
  update FILE [--quiet]                                     install a signed package; --quiet: in the quiet hours
  update [cancel] [--json]                                  version, what goes on, past updates; call one off
  settings export FILE [--secrets]                          settings for other terminals; secrets sealed with TERMINAL_PASSPHRASE
  settings import FILE [--yes] [--json]                     what such a file changes here; --yes: change it
  status [--json]                                           state of every part, as the screen shows it
  qr …                                                      codes of workers: keys, issue
  liveness …                                                the liveness lab, as npm run liveness

Works on a running terminal (it takes the change up at once) and on a stopped one.
`;

/** Wrong words on the command line: exit code 2 with the usage. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Invocation {
  readonly words: readonly string[];
  readonly options: {
    readonly id?: string;
    readonly name?: string;
    readonly photo?: string;
    readonly card?: string;
    readonly limit?: string;
    readonly replace: boolean;
    readonly json: boolean;
    readonly refused: boolean;
    readonly yes: boolean;
    readonly quiet: boolean;
    readonly secrets: boolean;
    readonly help: boolean;
  };
  readonly dataDir: string;
  readonly configFile: string | null;
}

function readInvocation(argv: readonly string[]): Invocation {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        config: { type: 'string' },
        data: { type: 'string' },
        id: { type: 'string' },
        name: { type: 'string' },
        photo: { type: 'string' },
        card: { type: 'string' },
        limit: { type: 'string' },
        replace: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        refused: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        quiet: { type: 'boolean', default: false },
        secrets: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    return {
      words: positionals,
      options: values,
      dataDir: values.data ?? usualDataDir(process.env),
      configFile: values.config ?? null,
    };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

/** The part with options of its own (`qr`, `liveness`) that the first word names, and what is said to it; `--data` and `--config` may stand before. */
function ownProgramIn(argv: readonly string[]): { readonly own: string | null; readonly rest: readonly string[] } {
  const options = { config: { type: 'string' }, data: { type: 'string' } } as const;
  const { tokens } = parseArgs({ args: [...argv], allowPositionals: true, strict: false, tokens: true, options });
  const first = tokens.find((token) => !(token.kind === 'option' && Object.hasOwn(options, token.name)));
  if (first?.kind !== 'positional' || !['qr', 'liveness'].includes(first.value)) return { own: null, rest: argv };
  return { own: first.value, rest: argv.toSpliced(first.index, 1) };
}

/** Runs one command and prints its answer; throws what went wrong. */
async function main(argv: readonly string[]): Promise<void> {
  const { own, rest } = ownProgramIn(argv);
  if (own === 'liveness') {
    process.exitCode = await runLivenessLab(rest, {
      ask: perform,
      print: (text) => process.stdout.write(text),
      complain: (text) => process.stderr.write(text),
    });
    return;
  }
  if (own === 'qr') {
    process.exitCode = runQrOffice(rest, {
      print: (text) => process.stdout.write(text),
      complain: (text) => process.stderr.write(text),
      now: () => Date.now(),
    });
    return;
  }
  const invocation = readInvocation(argv);
  const { words, options } = invocation;
  if (options.help) {
    process.stdout.write(usage);
    return;
  }
  const ask = <N extends CommandName>(name: N, input: unknown): Promise<CommandOutput<N>> => perform(invocation, name, input);
  const print = (value: unknown, table: () => string): void => {
    process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : table());
  };
  const takesName = words[0] === 'settings' || ((words[0] === 'people' || words[0] === 'cards') && words[1] === 'remove');
  const most = takesName ? 3 : words[0] === 'status' ? 1 : 2;
  if (words.length > most) throw new UsageError(`"${words.slice(most).join(' ')}" is too much`);
  if (words[0] === 'update') return runUpdate(words.slice(1), options, ask, print);
  switch (words.slice(0, 2).join(' ')) {
    case 'people add': {
      const { id, name, photo, replace, card } = options;
      if (id === undefined || name === undefined || photo === undefined)
        throw new UsageError('people add needs --id, --name and --photo');
      const added = await ask('people.add', {
        id,
        name,
        photo: readPhoto(photo),
        replace,
        ...(card === undefined ? {} : { card }),
      });
      const warnings = added.warnings.map((warning) => `  note: ${warning}\n`).join('');
      print(added, () => `${added.isReplaced ? 'replaced' : 'enrolled'} ${added.id}\n${warnings}`);
      return;
    }
    case 'people list': {
      const { people } = await ask('people.list', {});
      print(people, () => peopleTable(people));
      return;
    }
    case 'people remove': {
      const id = words[2] ?? options.id;
      if (id === undefined) throw new UsageError('people remove needs an ID');
      const removed = await ask('people.remove', { id });
      print(removed, () => `removed ${removed.id}\n`);
      return;
    }
    case 'cards add': {
      const { id, card } = options;
      if (id === undefined || card === undefined) throw new UsageError('cards add needs --id and --card');
      const added = await ask('cards.add', { id, card });
      print(added, () => `${added.id} has the card ${added.number}\n`);
      return;
    }
    case 'cards list': {
      const { cards } = await ask('cards.list', {});
      print(cards, () => cardTable(cards));
      return;
    }
    case 'cards remove': {
      const card = words[2] ?? options.card;
      if (card === undefined) throw new UsageError('cards remove needs a NUMBER');
      const removed = await ask('cards.remove', { card });
      print(removed, () => `${removed.id} no longer has the card ${removed.number}\n`);
      return;
    }
    case 'punches list': {
      const limit = options.limit === undefined ? {} : { limit: wholeNumber(options.limit) };
      if (options.refused) {
        const { refusals } = await ask('refusals.list', limit);
        print(refusals, () => refusalTable(refusals));
      } else {
        const { punches } = await ask('punches.list', limit);
        print(punches, () => punchTable(punches));
      }
      return;
    }
    case 'platform switch': {
      const answer = await ask('platform.switch', { isConfirmed: options.yes });
      print(answer, () => switchText(answer));
      return;
    }
    case 'punches retry': {
      const answer = await ask('punches.retry', {});
      print(answer, () => `${String(answer.retried)} punches wait to be sent again\n`);
      return;
    }
    case 'settings export':
    case 'settings import': {
      const [, verb, file] = words;
      if (file === undefined) throw new UsageError(`settings ${verb ?? ''} needs a FILE`);
      const { secrets, yes } = options;
      const line = { file: resolve(file), secrets, yes, passphrase: process.env['TERMINAL_PASSPHRASE'] ?? null, ask };
      if (verb === 'export') {
        const words = await exportSettings(line);
        process.stdout.write(words);
        return;
      }
      const answer = await importSettings(line);
      print(answer, () => importText(answer));
      if (answer.problems.length > 0) process.exitCode = 1;
      return;
    }
    case 'status': {
      const answer = await ask('status', {});
      print(answer, () => statusTable(answer));
      return;
    }
    default:
      throw new UsageError(missingCommand(words));
  }
}

/** What is wrong with words that are no command. */
function missingCommand(words: readonly string[]): string {
  if (words.length === 0) return 'which command?';
  const [group] = words;
  const isHalf = words.length === 1 && usage.includes(`\n  ${group ?? ''} `);
  return isHalf ? `which command of "${group ?? ''}"?` : `there is no command "${words.join(' ')}"`;
}

type Ask = <N extends CommandName>(name: N, input: unknown) => Promise<CommandOutput<N>>;

async function runUpdate(
  words: readonly string[],
  { quiet, json }: Invocation['options'],
  ask: Ask,
  print: (value: unknown, table: () => string) => void,
): Promise<void> {
  const [word] = words;
  if (word === undefined || word === 'cancel') {
    if (word === 'cancel') await ask('update.cancel', {});
    const view = await ask('update.state', {});
    print(view, () => updateText(view));
    return;
  }
  const checked = await ask('update.install', { file: resolve(word), when: quiet ? 'quietHours' : 'atOnce' });
  const when = quiet ? 'in the quiet hours' : 'as soon as nobody is at the gate';
  if (json) print(checked, () => '');
  else process.stdout.write(`version ${checked.version} is checked and will be started ${when}; follow it with: update\n`);
}

async function perform<N extends CommandName>(place: Place, name: N, input: unknown): Promise<CommandOutput<N>> {
  const { dataDir, configFile } = place;
  const running = await askRunning(dataDir, name, input);
  if (running === null && !existsSync(join(dataDir, 'terminal.db'))) {
    if (name !== 'people.add' && name !== 'settings.import')
      throw new Fault('config.invalid', `there is no terminal's data in ${dataDir}; name the folder with --data DIR`);
    process.stderr.write(`note: there was no terminal's data in ${dataDir}; it is made now\n`);
  }
  const value = running === null ? await runOnStopped({ dataDir, configFile }, name, input) : running.value;
  // The table of outputs is typed by name; the value was just parsed with that name's schema.
  return commands[name].output.parse(value) as CommandOutput<N>;
}

function wholeNumber(text: string): number {
  if (!/^[1-9]\d{0,4}$/.test(text)) throw new UsageError(`--limit takes a whole number from 1 to 99999, not "${text}"`);
  return Number(text);
}

function readPhoto(path: string): string {
  try {
    return readFileSync(path).toString('base64');
  } catch (error) {
    throw new Fault(
      'photo.unreadable',
      `the photograph ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    );
  }
}

/** 0 done, 1 refused or failed, 2 wrong words or configuration, 3 the data directory cannot be used. */
function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError) return 2;
  if (!(error instanceof Fault)) return 1;
  if (error.code === 'config.invalid') return 2;
  return /^(data|store|model)\./.test(error.code) ? 3 : 1;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof UsageError ? `${message}\n\n${usage}` : `${message}\n`);
  process.exitCode = exitCodeOf(error);
}
