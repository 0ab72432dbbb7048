import { describeSettings, isSecret, nested, settingAt, timingOf } from '../config/describe-settings.ts';
import { ConfigRefusal, writeConfigFile } from '../config/stored-config.ts';
import type { Config } from '../config/schema.ts';
import { Fault } from '../shared/fault.ts';
import { settingTimings } from '../shared/settings.ts';
import type { SaveOutcome, SettingChanges, SettingTiming, SettingsView } from '../shared/settings.ts';

export interface SettingsKeeperParts {
  /** Where the configuration stands; null for the demo, which keeps nothing. */
  readonly file: string | null;
  /** What runs. */
  readonly config: () => Config;
  /** The file holds `config` now; `timing` says what it takes until it counts. Not awaited: the answer comes first. */
  readonly apply: (config: Config, timing: SettingTiming) => void;
}

/** Shows and changes the configuration for the admin side; secrets go in and never come out. */
export class SettingsKeeper {
  readonly #parts: SettingsKeeperParts;

  constructor(parts: SettingsKeeperParts) {
    this.#parts = parts;
  }

  view(): SettingsView {
    const config = this.#parts.config();
    const rows = describeSettings();
    return {
      rows: [...rows],
      values: Object.fromEntries(rows.filter((row) => !row.isSecret).map(({ key }) => [key, settingAt(config, key)])),
      secretsSet: rows.filter((row) => row.isSecret && hasValue(settingAt(config, row.key))).map(({ key }) => key),
      canSave: this.#parts.file !== null,
    };
  }

  /** Checked as a whole, written in one piece or not at all. Throws `config.invalid` when the file cannot be written. */
  save({ changes, reset }: SettingChanges): SaveOutcome {
    const known = new Set(describeSettings().map(({ key }) => key));
    const keys = [...Object.keys(changes), ...reset];
    const unknown = keys.filter((key) => !known.has(key));
    if (unknown.length > 0) {
      return { kind: 'refused', problems: unknown.map((key) => ({ key, code: 'unfit', detail: 'unknown key' })) };
    }
    const { file } = this.#parts;
    if (file === null) throw new Fault('config.demo', 'the demo keeps no settings');
    try {
      const { config } = writeConfigFile(file, nested(changes), { reset });
      const timing = latest(keys.filter((key) => isChanged(this.#parts.config(), config, key)).map(timingOf));
      this.#parts.apply(config, timing);
      return { kind: 'saved', timing };
    } catch (error) {
      if (!(error instanceof ConfigRefusal)) throw error;
      return { kind: 'refused', problems: [...error.problems] };
    }
  }
}

const hasValue = (value: unknown): boolean => value !== null && value !== '';

const isChanged = (before: Config, after: Config, key: string): boolean =>
  isSecret(key) || JSON.stringify(settingAt(before, key)) !== JSON.stringify(settingAt(after, key));

const latest = (timings: readonly SettingTiming[]): SettingTiming =>
  settingTimings.findLast((timing) => timings.includes(timing)) ?? 'now';
