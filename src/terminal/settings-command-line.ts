import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { MOST_SETTINGS_BYTES } from '../config/settings-file.ts';
import { Fault } from '../shared/fault.ts';
import type { SettingValue } from '../shared/settings.ts';
import type { CommandInput, CommandName, CommandOutput } from './commands.ts';
import type { SettingsImport } from './settings-commands.ts';

export interface SettingsCommandLine {
  readonly file: string;
  readonly secrets: boolean;
  readonly yes: boolean;
  /** Of `TERMINAL_PASSPHRASE`: arguments can be read by everybody on the machine. */
  readonly passphrase: string | null;
  readonly ask: <N extends CommandName>(name: N, input: CommandInput<N>) => Promise<CommandOutput<N>>;
}

/** `settings export FILE`: an older file of that name stays. Answers what to print. Throws `settings.*`, `export.failed`. */
export async function exportSettings({ file, secrets, passphrase, ask }: SettingsCommandLine): Promise<string> {
  if (secrets && passphrase === null) {
    throw new Fault(
      'settings.passphraseShort',
      'with --secrets the passphrase is taken from TERMINAL_PASSPHRASE, which is not set',
    );
  }
  const { text } = await ask('settings.export', { passphrase: secrets ? passphrase : null });
  try {
    writeFileSync(file, text, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('export.failed', `the settings cannot be written to ${file}: ${why}`, { cause: error });
  }
  return `settings written to ${file}, ${secrets ? 'secrets sealed with the passphrase' : 'without secrets'}\n`;
}

/** `settings import FILE`: what changes; with `--yes` it does. */
export async function importSettings(line: SettingsCommandLine): Promise<SettingsImport> {
  const { file, yes, passphrase, ask } = line;
  return ask('settings.import', { text: readSettings(file), passphrase, isConfirmed: yes });
}

function readSettings(file: string): string {
  try {
    if (statSync(file).size <= MOST_SETTINGS_BYTES) return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Fault('settings.fileUnreadable', `the file ${file} cannot be read: ${why}`, { cause: error });
  }
  throw new Fault('settings.fileUnreadable', `the file ${file} is too long for settings`);
}

/** The changes as a table; no secret is in it. */
export function importText({ secrets, changes, problems, system, isApplied }: SettingsImport): string {
  const closed = [
    secrets === 'closed' ? 'the file holds sealed secrets: set TERMINAL_PASSPHRASE to import them too\n' : '',
    system.length > 0 ? `the file also sets up ${system.join(', ')}: only the screen does that\n` : '',
  ].join('');
  if (problems.length > 0) {
    const list = problems.map(({ key, code, detail }) => `  ${key}: ${detail} [${code}]\n`).join('');
    return `${closed}nothing was changed; correct these in the file:\n${list}`;
  }
  if (changes.length === 0) return `${closed}the settings are the same: nothing to import\n`;
  const list = changes
    .map(
      ({ key, before, after, isSecret }) =>
        `  ${key}: ${isSecret ? 'secret of the file' : `${shown(before)} → ${shown(after)}`}\n`,
    )
    .join('');
  const end = isApplied ? `${String(changes.length)} settings imported\n` : 'nothing has changed yet; import with --yes\n';
  return `${closed}${list}${end}`;
}

const shown = (value: SettingValue): string => JSON.stringify(value);
