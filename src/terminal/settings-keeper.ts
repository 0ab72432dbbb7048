import { setTimeout as pause } from 'node:timers/promises';
import { describeSettings, isSecret, nested, PIN_KEY, settingAt, timingOf } from '../config/describe-settings.ts';
import { ConfigRefusal, previewConfig, rememberConfigFile, writeConfigFile } from '../config/stored-config.ts';
import type { Config } from '../config/schema.ts';
import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import { settingTimings } from '../shared/settings.ts';
import type { SaveOutcome, SettingChanges, SettingProblem, SettingTiming, SettingsView } from '../shared/settings.ts';
import { OneAtATime } from './one-at-a-time.ts';

/** The answer that a setting was saved reaches the page before the part below it ends, ms. */
const ANSWER_FIRST_MS = 50;

export interface SettingsKeeperParts {
  /** Where the configuration stands; null for the demo, which keeps nothing. */
  readonly file: string | null;
  /** What runs. */
  readonly config: () => Config;
  /**
   * The file holds `config` now; `timing` says what it takes until it counts, and the promise when it does. Rejects where the
   * terminal cannot run with it: then it runs as before.
   */
  readonly apply: (config: Config, timing: SettingTiming) => Promise<void>;
  /** Settings that were answered as saved could not be applied and were taken back; `code`: of the fault. */
  readonly onAnsweredInVain?: (code: string) => void;
  readonly log: Pick<Log, 'error'>;
}

/** How a file of settings is saved. */
export interface FileSaving {
  /** For who asks by a way that ends with the part below. Default false. */
  readonly isAnsweredFirst?: boolean;
  /** The configuration is as it was before: what came along with it may go. Also after an answer. */
  readonly onTakenBack?: () => void;
}

interface Change extends FileSaving {
  readonly alsoKnown: readonly string[];
}

/** Shows and changes the configuration for the admin side; secrets go in and never come out. */
export class SettingsKeeper {
  readonly #parts: SettingsKeeperParts;
  readonly #changes = new OneAtATime();
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
   * Checked as a whole, written in one piece and applied, or not at all: what cannot be applied is taken back. Answers when it
   * counts, but before the whole program starts anew. Rejects with `config.invalid` when the file cannot be written,
   * `config.demo` where there is none.
   */
  save(changes: SettingChanges): Promise<SaveOutcome> {
    return this.#change(changes, { alsoKnown: [] });
  }

  /**
   * As `save`, for what was sealed in a file of settings: the PIN may be among it. What cannot be applied although it was answered
   * first is taken back and told to `onAnsweredInVain`.
   */
  saveFromFile(changes: SettingChanges, saving: FileSaving = {}): Promise<SaveOutcome> {
    return this.#change(changes, { ...saving, alsoKnown: [PIN_KEY] });
  }

  /**
   * Keeps another PIN's hash, after the changes before it were applied or taken back: none of them brings the old one back.
   * Rejects with `config.invalid` when it cannot be kept, `config.demo` where there is nowhere to keep it.
   */
  async savePin(hash: string): Promise<void> {
    const outcome = await this.saveFromFile({ changes: { [PIN_KEY]: hash }, reset: [] });
    if (outcome.kind !== 'saved') throw new Fault('config.invalid', `the PIN could not be kept: it was ${outcome.kind}`);
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

  #change(changes: SettingChanges, { alsoKnown, isAnsweredFirst = false, onTakenBack }: Change): Promise<SaveOutcome> {
    return new Promise((answer, fail) => {
      const change = async (): Promise<void> => {
        const written = this.#write(changes, alsoKnown);
        if (written.kind === 'refused') return answer(written);
        const isAnswered = isAnsweredFirst || written.timing === 'program';
        if (isAnswered) {
          answer({ kind: 'saved', timing: written.timing });
          await pause(ANSWER_FIRST_MS);
        }
        const outcome = await this.#apply(written);
        if (outcome.kind === 'notApplied') onTakenBack?.();
        answer(outcome);
        if (isAnswered && outcome.kind === 'notApplied') this.#parts.onAnsweredInVain?.(outcome.code);
      };
      this.#changes.run(change).catch(fail);
    });
  }

  async #apply({ config, timing, takeBack }: Written): Promise<SaveOutcome> {
    try {
      await this.#parts.apply(config, timing);
      return { kind: 'saved', timing };
    } catch (error) {
      const { code } = Fault.from(error, 'internal.bug', 'the settings could not be applied');
      this.#parts.log.error('settings', 'notApplied', { code });
      takeBack();
      return { kind: 'notApplied', code };
    } finally {
      this.#written = null;
    }
  }

  #write({ changes, reset }: SettingChanges, alsoKnown: readonly string[]): Written | Refused {
    const known = new Set([...describeSettings().map(({ key }) => key), ...alsoKnown]);
    const keys = [...Object.keys(changes), ...reset];
    const unknown = keys.filter((key) => !known.has(key));
    if (unknown.length > 0) return refused(unknown.map((key) => ({ key, code: 'unfit', detail: 'unknown key' })));
    const { file } = this.#parts;
    if (file === null) throw new Fault('config.demo', 'the demo keeps no settings');
    try {
      const takeBack = rememberConfigFile(file);
      const { config } = writeConfigFile(file, nested(changes), { reset });
      const timing = latest(keys.filter((key) => isChanged(this.running, config, key)).map(timingOf));
      this.#written = config;
      return { kind: 'written', config, timing, takeBack };
    } catch (error) {
      if (!(error instanceof ConfigRefusal)) throw error;
      return refused(error.problems);
    }
  }
}

interface Written {
  readonly kind: 'written';
  readonly config: Config;
  readonly timing: SettingTiming;
  /** The file is as it was before. */
  takeBack(): void;
}

type Refused = Extract<SaveOutcome, { kind: 'refused' }>;

const refused = (problems: readonly SettingProblem[]): Refused => ({ kind: 'refused', problems: [...problems] });

const hasValue = (value: unknown): boolean => value !== null && value !== '';

const isChanged = (before: Config, after: Config, key: string): boolean =>
  isSecret(key) || JSON.stringify(settingAt(before, key)) !== JSON.stringify(settingAt(after, key));

const latest = (timings: readonly SettingTiming[]): SettingTiming =>
  settingTimings.findLast((timing) => timings.includes(timing)) ?? 'now';
