import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describeSettings, isCarriedFile, isCopied, isSealed, nested, PIN_KEY, settingAt } from '../config/describe-settings.ts';
import { isObject, type JsonObject } from '../config/json-file.ts';
import {
  MOST_SETTINGS_BYTES,
  openSealed,
  parseSettingsFile,
  settingsFileText,
  type DeriveKey,
  type EmbeddedFile,
  type SettingsContent,
  type SystemContent,
} from '../config/settings-file.ts';
import { ConfigRefusal } from '../config/stored-config.ts';
import { writeFileAtomically } from '../config/write-file.ts';
import { Fault } from '../shared/fault.ts';
import { systemParts } from '../shared/settings.ts';
import type { SaveOutcome, SettingProblem, SettingsFileView, SettingValue } from '../shared/settings.ts';
import type { SettingsKeeper } from './settings-keeper.ts';
import { planSettings, type SettingsPlan } from './settings-plan.ts';

export interface SettingsCopyParts {
  readonly keeper: Pick<SettingsKeeper, 'running' | 'canSave' | 'preview' | 'saveFromFile'>;
  /** The data directory. */
  readonly dir: string;
  readonly version: string;
  readonly derive: DeriveKey;
}

/** What a file was found to do, to be shown and then done. */
export interface SettingsReading {
  readonly view: SettingsFileView;
  readonly plan: SettingsPlan;
  readonly system: SystemContent;
}

/** Writes the settings of this terminal into a file for others, and takes in such a file: whole, or not at all. */
export class SettingsCopy {
  readonly #parts: SettingsCopyParts;

  constructor(parts: SettingsCopyParts) {
    this.#parts = parts;
  }

  /**
   * The text of a file with every setting that is not of this one terminal. Secrets are in it, sealed, only when a passphrase
   * is given. Throws `settings.passphraseShort`, `config.invalid` when a file that the settings name cannot be read.
   */
  write(passphrase: string | null): Promise<string> {
    const { keeper, version, derive } = this.#parts;
    const keys = describeSettings()
      .map(({ key }) => key)
      .filter(isCopied);
    const content = (isWanted: (key: string) => boolean): SettingsContent => contentOf(keeper.running, keys.filter(isWanted));
    const open = content((key) => !isSealed(key));
    const sealed = contentOf(keeper.running, [
      ...keys.filter(isSealed),
      ...(keeper.running.admin.pinHash === null ? [] : [PIN_KEY]),
    ]);
    const secrets = passphrase === null ? null : { content: sealed, passphrase, derive };
    return settingsFileText(open, secrets, version);
  }

  /** What a file would do here; nothing is written. Throws `settings.*`, `config.demo`. */
  async read(text: string, passphrase: string | null): Promise<SettingsReading> {
    const { keeper, dir, derive } = this.#parts;
    if (!keeper.canSave) throw new Fault('config.demo', 'the demo keeps no settings');
    const file = parseSettingsFile(text);
    const hidden = passphrase === null ? null : await openSealed(file, passphrase, derive);
    const secrets = file.sealed === undefined ? 'none' : hidden === null ? 'closed' : 'open';
    const { pinHash, others } = withoutPin(hidden?.settings ?? {});
    const content = {
      settings: mergedTrees(file.settings, others),
      files: { ...file.files, ...hidden?.files },
    };
    const plan = planSettings(content, keeper.running, dir, pinHash);
    const problems = plan.problems.length > 0 ? plan.problems : this.#problems(plan);
    const { system = {} } = file;
    const view: SettingsFileView = {
      ...{ secrets, changes: [...plan.shown], problems: [...problems], timing: plan.timing },
      system: systemParts.filter((part) => system[part] !== undefined),
    };
    return { plan, view, system };
  }

  /** Does what was read, if it still can be done. Files that came along and are not needed after all are taken away. */
  async apply(
    { plan, view }: Pick<SettingsReading, 'plan' | 'view'>,
    options: { readonly isAnsweredFirst?: boolean } = {},
  ): Promise<SaveOutcome> {
    if (view.problems.length > 0) return { kind: 'refused', problems: view.problems };
    const added = plan.files.filter(({ path }) => !existsSync(path));
    try {
      for (const { path, bytes } of added) {
        mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
        writeFileAtomically(path, bytes);
      }
      const outcome = await this.#parts.keeper.saveFromFile(plan.change, { ...options, onTakenBack: () => removeAll(added) });
      if (outcome.kind === 'refused') removeAll(added);
      return outcome;
    } catch (error) {
      removeAll(added);
      throw Fault.from(error, 'config.invalid', 'the settings could not be written');
    }
  }

  /** What the schema says of the whole; files that come along are not there yet. */
  #problems({ change, files }: SettingsPlan): readonly SettingProblem[] {
    const coming = new Set<SettingValue>(files.map(({ path }) => path));
    try {
      this.#parts.keeper.preview(change.changes, change.reset);
      return [];
    } catch (error) {
      if (!(error instanceof ConfigRefusal)) throw error;
      return error.problems.filter(({ key, code }) => code !== 'noFile' || !coming.has(change.changes[key] ?? null));
    }
  }
}

/** The settings of these keys as a tree, and the files that they name. */
function contentOf(config: SettingsKeeper['running'], keys: readonly string[]): SettingsContent {
  const values: Record<string, SettingValue> = {};
  const files: Record<string, EmbeddedFile> = {};
  for (const key of keys) {
    const value = settingAt(config, key);
    // A path is of this terminal: the file goes along, and the other one makes a path of its own.
    if (isCarriedFile(key) && typeof value === 'string') files[key] = embedded(key, value);
    else values[key] = value;
  }
  return { settings: treeOf(values), files };
}

const treeOf = (values: Readonly<Record<string, SettingValue>>): JsonObject =>
  JSON.parse(JSON.stringify(nested(values))) as JsonObject;

function embedded(key: string, path: string): EmbeddedFile {
  try {
    const bytes = readFileSync(path);
    if (bytes.length > MOST_SETTINGS_BYTES / 4) throw new Error('it is too long');
    // What it was called before it came here itself.
    return { name: basename(path).replace(/^[\da-f]{12}-/, ''), base64: bytes.toString('base64') };
  } catch (error) {
    throw new Fault('config.invalid', `the file that "${key}" names cannot be copied; correct the setting first`, {
      cause: error,
    });
  }
}

/** The sealed part without the PIN's hash, and the hash; undefined: none came along. */
function withoutPin(tree: JsonObject): { readonly pinHash: unknown; readonly others: JsonObject } {
  const { admin, ...groups } = tree;
  if (admin === undefined || !isObject(admin)) return { pinHash: undefined, others: tree };
  const { pinHash, ...rest } = admin;
  return { pinHash, others: Object.keys(rest).length === 0 ? groups : { ...groups, admin: rest } };
}

function mergedTrees(one: JsonObject, other: JsonObject): JsonObject {
  const merged = new Map(Object.entries(one));
  for (const [name, value] of Object.entries(other)) {
    const before = merged.get(name);
    merged.set(name, before !== undefined && isObject(before) && isObject(value) ? mergedTrees(before, value) : value);
  }
  return Object.fromEntries(merged);
}

function removeAll(files: SettingsPlan['files']): void {
  for (const { path } of files) rmSync(path, { force: true });
}
