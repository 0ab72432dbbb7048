import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describePin, describeSettings, isCarriedFile, PIN_KEY, settingAt, timingOf } from '../config/describe-settings.ts';
import { isObject, type JsonObject } from '../config/json-file.ts';
import type { Config } from '../config/schema.ts';
import type { EmbeddedFile, SettingsContent } from '../config/settings-file.ts';
import { isPinHash } from './admin-pin.ts';
import { settingTimings, SettingValue } from '../shared/settings.ts';
import type { SettingChanges, SettingProblem, SettingRow, SettingsFileChange, SettingTiming } from '../shared/settings.ts';

/** A file that a setting will name, and does not yet. */
export interface CarriedFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** What a file of settings would do, thought through and not done. */
export interface SettingsPlan {
  readonly change: SettingChanges;
  readonly files: readonly CarriedFile[];
  readonly shown: readonly SettingsFileChange[];
  readonly problems: readonly SettingProblem[];
  readonly timing: SettingTiming;
}

/** Below the data directory: files that came along with settings. */
const FOLDER = 'settings-files';
/** Never from the open part of a file: the PIN travels sealed, a replay is of one machine. */
const neverTaken: ReadonlySet<string> = new Set(['admin.pinHash', 'cameras.replay']);

/**
 * Compares what a file says with what runs; only what differs is a change. `dir`: the data directory. `pinHash`: as it was sealed in the
 * file, undefined without one; in the open part of a file it is refused, for a PIN of six digits is found from its hash within hours.
 */
export function planSettings(
  { settings, files }: SettingsContent,
  running: Config,
  dir: string,
  pinHash?: unknown,
): SettingsPlan {
  const rows = new Map(describeSettings().map((row) => [row.key, row]));
  const problems: SettingProblem[] = [];
  const values = new Map<string, SettingValue>();
  for (const [key, value] of leavesOf(settings, [...rows.keys(), ...neverTaken])) {
    const problem = problemOf(key, value, rows, running);
    if (problem !== null) problems.push(problem);
    else values.set(key, SettingValue.parse(value));
  }
  const carried = new Map<string, CarriedFile>();
  for (const [key, file] of Object.entries(files)) {
    if (!isCarriedFile(key)) problems.push({ key, code: 'unknown', detail: 'no file goes along with this setting' });
    else if (!isSameFile(settingAt(running, key), file)) carried.set(key, carriedFile(dir, file));
    else values.delete(key);
  }
  for (const [key, { path }] of carried) values.set(key, path);
  const changed = [...rows.values()].filter(
    ({ key }) => values.has(key) && JSON.stringify(values.get(key)) !== JSON.stringify(settingAt(running, key)),
  );
  const isDefault = (row: SettingRow): boolean => JSON.stringify(values.get(row.key)) === JSON.stringify(row.default);
  const pin = pinHash === undefined || pinHash === running.admin.pinHash ? null : pinHash;
  if (pin !== null && !(typeof pin === 'string' && isPinHash(pin)))
    problems.push({ key: PIN_KEY, code: 'unfit', detail: 'no hash of a PIN' });
  const newPin = typeof pin === 'string' ? { [PIN_KEY]: pin } : {};
  return {
    change: {
      changes: {
        ...Object.fromEntries(changed.filter((row) => !isDefault(row)).map(({ key }) => [key, values.get(key) ?? null])),
        ...newPin,
      },
      reset: changed.filter(isDefault).map(({ key }) => key),
    },
    files: [...carried.values()],
    shown: [
      ...changed.map((row) => ({
        row,
        before: shownValue(row, settingAt(running, row.key)),
        after: shownValue(row, values.get(row.key) ?? null),
      })),
      ...(pin === null ? [] : [{ row: describePin(), before: null, after: null }]),
    ],
    problems,
    timing: settingTimings.findLast((timing) => changed.some(({ key }) => timingOf(key) === timing)) ?? 'now',
  };
}

/** Keys in dots with their values; what is no group of settings is a leaf, known or not. */
function leavesOf(tree: JsonObject, known: readonly string[], under = ''): readonly (readonly [string, unknown])[] {
  return Object.entries(tree).flatMap(([name, value]) => {
    const key = under === '' ? name : `${under}.${name}`;
    const isGroup = known.some((other) => other.startsWith(`${key}.`));
    return isGroup && isObject(value) ? leavesOf(value, known, key) : [[key, value] as const];
  });
}

function problemOf(key: string, value: unknown, rows: ReadonlyMap<string, SettingRow>, running: Config): SettingProblem | null {
  if (neverTaken.has(key)) return { key, code: 'own', detail: 'belongs to one terminal' };
  if (!rows.has(key)) return { key, code: 'unknown', detail: 'unknown key' };
  const { sn } = running.device;
  // Two terminals under one number would be one to the platform.
  if (key === 'device.sn' && sn !== '' && sn !== value) return { key, code: 'own', detail: 'this terminal has a number already' };
  return SettingValue.safeParse(value).success ? null : { key, code: 'unfit', detail: 'expected a single value' };
}

/** Named for its content, so that an older one that is in use is never written over. */
function carriedFile(dir: string, { name, base64 }: EmbeddedFile): CarriedFile {
  const bytes = new Uint8Array(Buffer.from(base64, 'base64'));
  const mark = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  return { path: join(dir, FOLDER, `${mark}-${name}`), bytes };
}

function isSameFile(path: SettingValue, { base64 }: EmbeddedFile): boolean {
  if (typeof path !== 'string') return false;
  try {
    return readFileSync(path).equals(Buffer.from(base64, 'base64'));
  } catch {
    // One that cannot be read is not the same.
    return false;
  }
}

function shownValue({ key, isSecret }: SettingRow, value: SettingValue): SettingValue {
  if (isSecret) return null;
  return isCarriedFile(key) && typeof value === 'string' ? basename(value) : value;
}
