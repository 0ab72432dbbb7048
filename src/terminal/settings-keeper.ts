import { describeSettings, isSecret, nested, PIN_KEY, settingAt, timingOf } from '../config/describe-settings.ts';
import { ConfigRefusal, previewConfig, writeConfigFile } from '../config/stored-config.ts';
import type { Config } from '../config/schema.ts';
import { Fault } from '../shared/fault.ts';
import { settingTimings } from '../shared/settings.ts';
import type { SaveOutcome, SettingChanges, SettingProblem, SettingTiming, SettingsView } from '../shared/settings.ts';

/** The answer that a setting was saved reaches the page before the part below it ends, ms. */
const ANSWER_FIRST_MS = 50;

export interface SettingsKeeperParts {
  /** Where the configuration stands; null for the demo, which keeps nothing. */
  readonly file: string | null;
  /** What runs. */
  readonly config: () => Config;
  /** The file holds `config` now; `timing` says what it takes until it counts, and the promise when it does. Never rejects. */
  readonly apply: (config: Config, timing: SettingTiming) => Promise<void>;
}

/** Shows and changes the configuration for the admin side; secrets go in and never come out. */
export class SettingsKeeper {
  readonly #parts: SettingsKeeperParts;
  /** What was written last, from then on until it runs. */
  #written: Config | null = null;

  constructor(parts: SettingsKeeperParts) {
    this.#parts = parts;
  }

  view(): SettingsView {
    const config = this.running;
    const rows = describeSettings();
    return {
      rows: [...rows],
      values: Object.fromEntries(rows.filter((row) => !row.isSecret).map(({ key }) => [key, settingAt(config, key)])),
      secretsSet: rows.filter((row) => row.isSecret && hasValue(settingAt(config, row.key))).map(({ key }) => key),
      canSave: this.canSave,
    };
  }

  /**
   * Checked as a whole, written in one piece or not at all; what has to start anew does so after the answer. Throws
   * `config.invalid` when the file cannot be written, `config.demo` where there is none.
   */
  save(changes: SettingChanges): SaveOutcome {
    return this.#answered(this.#write(changes));
  }

  /** As `save`, for what was sealed in a file of settings: the PIN may be among it. */
  saveFromFile(changes: SettingChanges): SaveOutcome {
    return this.#answered(this.#write(changes, [PIN_KEY]));
  }

  /** As `save`, and resolves when it counts. */
  async saveAndApply(changes: SettingChanges): Promise<SaveOutcome> {
    const { outcome, apply } = this.#write(changes);
    await apply();
    return outcome;
  }

  /** The configuration as it would be with `changes`; nothing is written. Throws `config.invalid`, a `ConfigRefusal`. */
  preview(changes: SettingChanges['changes'], reset: SettingChanges['reset'] = []): Config {
    return previewConfig(this.#parts.file, nested(changes), { reset });
  }

  /** What runs, or will in a moment; secrets included: for those who copy it, never for the page. */
  get running(): Config {
    return this.#written ?? this.#parts.config();
  }

  /** Whether changes have somewhere to be kept. */
  get canSave(): boolean {
    return this.#parts.file !== null;
  }

  async #apply(config: Config, timing: SettingTiming): Promise<void> {
    // A later one may have been written meanwhile, and holds this one's changes.
    const newest = this.#written ?? config;
    await this.#parts.apply(newest, timing);
    if (this.#written === newest) this.#written = null;
  }

  #answered({ outcome, apply }: Written): SaveOutcome {
    setTimeout(() => void apply(), outcome.kind === 'saved' && outcome.timing === 'now' ? 0 : ANSWER_FIRST_MS);
    return outcome;
  }

  #write({ changes, reset }: SettingChanges, alsoKnown: readonly string[] = []): Written {
    const known = new Set([...describeSettings().map(({ key }) => key), ...alsoKnown]);
    const keys = [...Object.keys(changes), ...reset];
    const unknown = keys.filter((key) => !known.has(key));
    if (unknown.length > 0) {
      return refused(unknown.map((key) => ({ key, code: 'unfit', detail: 'unknown key' })));
    }
    const { file } = this.#parts;
    if (file === null) throw new Fault('config.demo', 'the demo keeps no settings');
    try {
      const { config } = writeConfigFile(file, nested(changes), { reset });
      const timing = latest(keys.filter((key) => isChanged(this.running, config, key)).map(timingOf));
      this.#written = config;
      return { outcome: { kind: 'saved', timing }, apply: () => this.#apply(config, timing) };
    } catch (error) {
      if (!(error instanceof ConfigRefusal)) throw error;
      return refused(error.problems);
    }
  }
}

interface Written {
  readonly outcome: SaveOutcome;
  readonly apply: () => Promise<void>;
}

const refused = (problems: readonly SettingProblem[]): Written => ({
  outcome: { kind: 'refused', problems: [...problems] },
  apply: () => Promise.resolve(),
});

const hasValue = (value: unknown): boolean => value !== null && value !== '';

const isChanged = (before: Config, after: Config, key: string): boolean =>
  isSecret(key) || JSON.stringify(settingAt(before, key)) !== JSON.stringify(settingAt(after, key));

const latest = (timings: readonly SettingTiming[]): SettingTiming =>
  settingTimings.findLast((timing) => timings.includes(timing)) ?? 'now';
