import { parseArgs } from 'node:util';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { Fault } from '../shared/fault.ts';

/** `npm start -- [--config FILE] [--data DIR] [--headless]`: a contract; later versions add, never rename. */
export interface StartArguments {
  /** Absolute path of the configuration file, or null. */
  readonly configFile: string | null;
  /** Absolute path of the data directory, or null for the usual place. */
  readonly dataDir: string | null;
  readonly isHeadless: boolean;
}

/** Folder name below the system's place for application data. */
const APPLICATION = 'site-gate-terminal';

/** Where the terminal keeps its data when `--data` is not given: XDG base directories, data home. */
export function usualDataDir(env: Readonly<Record<string, string | undefined>>): string {
  return join(env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), APPLICATION);
}

/**
 * @param argv the arguments behind the program's own; unknown ones that Chromium or Electron add (`--type=…`) are none of ours.
 * @throws Fault `config.invalid` naming the argument.
 */
export function readStartArguments(argv: readonly string[]): StartArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: { config: { type: 'string' }, data: { type: 'string' }, headless: { type: 'boolean', default: false } },
      allowPositionals: false,
    });
    return {
      configFile: values.config === undefined ? null : resolve(values.config),
      dataDir: values.data === undefined ? null : resolve(values.data),
      isHeadless: values.headless,
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Fault('config.invalid', `${reason} Usage: npm start -- [--config FILE] [--data DIR] [--headless]`, {
      cause: error,
    });
  }
}
