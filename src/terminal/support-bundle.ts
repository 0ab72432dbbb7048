import { arch, cpus, release, totalmem } from 'node:os';
import { describeSettings, isSecret, settingAt } from '../config/describe-settings.ts';
import type { Config } from '../config/schema.ts';
import type { Status } from '../shared/status.ts';
import type { Store } from '../store/store.ts';
import { logText } from './log-tail.ts';
import { MASK, Scrubber } from './scrubber.ts';

/** Of the log, bytes: the last hours of a busy terminal, days of a quiet one. */
const LOG_BYTES = 2 * 1024 * 1024;

export interface BundleParts {
  readonly dir: string;
  readonly config: Config;
  readonly status: () => Status;
  readonly store: Pick<Store, 'people' | 'counts' | 'databaseVersion' | 'freeMb' | 'tasks'>;
}

/** Settings as they are, secrets only as set or not. */
export function maskedSettings(config: Config): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    describeSettings().map(({ key }) => {
      const value = settingAt(config, key);
      const isSet = value !== null && value !== '';
      return [key, isSecret(key) ? (isSet ? MASK : null) : value];
    }),
  );
}

/** What a technician far away needs, by file name: no person, no id, no secret, no picture. */
export function bundleFiles({ dir, config, status, store }: BundleParts): Readonly<Record<string, Uint8Array>> {
  const people = store.people.list();
  const scrubber = new Scrubber({
    names: people.map(({ name }) => name),
    ids: people.map(({ id }) => id),
    secrets: secretsOf(config),
  });
  const machine = {
    node: process.version,
    system: `${process.platform} ${release()} ${arch()}`,
    cores: cpus().length,
    memoryMb: Math.round(totalmem() / 2 ** 20),
    freeMb: Math.round(store.freeMb()),
    databaseVersion: store.databaseVersion,
  };
  const files: Readonly<Record<string, string>> = {
    'status.json': pretty(status()),
    'settings.json': pretty(maskedSettings(config)),
    'machine.json': pretty(machine),
    'counts.json': pretty(store.counts()),
    'terminal.log': logText(dir, LOG_BYTES),
  };
  return Object.fromEntries(Object.entries(files).map(([name, text]) => [name, Buffer.from(scrubber.clean(text), 'utf8')]));
}

const pretty = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const secretsOf = (config: Config): readonly string[] =>
  [
    ...describeSettings()
      .filter(({ key }) => isSecret(key))
      .map(({ key }) => settingAt(config, key)),
    config.admin.pinHash,
  ].filter((value): value is string => typeof value === 'string' && value !== '');
