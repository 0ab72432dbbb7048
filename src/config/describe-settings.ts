import { Fault } from '../shared/fault.ts';
import type { SettingRow, SettingTiming, SettingValue } from '../shared/settings.ts';
import { SettingValue as SettingValueSchema } from '../shared/settings.ts';
import { firstLaneKey } from '../shared/lanes.ts';
import { describeConfig } from './describe-config.ts';
import type { Config } from './schema.ts';
import { helpOf } from './setting-help.ts';

/** Of the PIN only its hash is kept: it has pages of its own, and travels with the secrets of a file of settings. */
export const PIN_KEY = 'admin.pinHash';

/** Their values never leave main. */
const secrets: ReadonlySet<string> = new Set([
  'platform.zhejiang.accessKey',
  'platform.zhejiang.accessSecret',
  'platform.sichuan.secret',
  'platform.sichuan.sm4Key',
  'platform.sichuan.sm4Iv',
  'network.proxyPassword',
  PIN_KEY,
]);
/** Have ways of their own. */
const hidden: ReadonlySet<string> = new Set([PIN_KEY]);
/**
 * What belongs to one terminal and never goes to another: who and where it is, and what it trusts to run, which comes with
 * its installation and not from a stick.
 */
const ownOnly: ReadonlySet<string> = new Set([
  ...hidden,
  'device.sn',
  'device.direction',
  'cameras.replay',
  'readers.identityCard.decoderFile',
  'readers.qr.place',
  'update.publicKeyFile',
]);
/** Files that go along with the settings that name them; the first holds a secret. */
const carriedFiles: ReadonlySet<string> = new Set([
  'platform.zhejiang.privateKeyFile',
  'platform.zhejiang.caFile',
  'platform.zhejiang.protoFile',
  'platform.sichuan.caFile',
  'readers.qr.publicKeyFile',
]);
const secretFiles: ReadonlySet<string> = new Set(['platform.zhejiang.privateKeyFile']);

/** All others start the part below the screen anew. */
const timings: Readonly<Record<string, SettingTiming>> = {
  'device.siteName': 'now',
  'device.language': 'now',
  'device.maskNames': 'now',
  'cameras.replay': 'program',
  [PIN_KEY]: 'now',
  'remote.enabled': 'now',
  'remote.port': 'now',
  'remote.mayChange': 'now',
};

export const timingOf = (key: string): SettingTiming => timings[key] ?? 'restart';
export const isSecret = (key: string): boolean => secrets.has(key);
/** Whether the setting may be copied from terminal to terminal; secrets only where that is asked for. */
export const isCopied = (key: string): boolean => !ownOnly.has(firstLaneKey(key));
/** Whether the setting names a file that is copied along. */
export const isCarriedFile = (key: string): boolean => carriedFiles.has(key);
/** Whether a copy of it is sealed. */
export const isSealed = (key: string): boolean => secrets.has(key) || secretFiles.has(key);

/** The PIN as a change in a file of settings; it is no setting that is offered. */
export function describePin(): SettingRow {
  const [row] = rowsOf((key) => key === PIN_KEY);
  if (row === undefined) throw new Fault('internal.bug', 'the schema has no PIN');
  return row;
}

/** Every setting that the admin side offers, in the order of the schema. */
export const describeSettings = (): readonly SettingRow[] => rowsOf((key) => !hidden.has(key));

function rowsOf(isWanted: (key: string) => boolean): readonly SettingRow[] {
  return describeConfig()
    .filter(({ key }) => isWanted(key))
    .map((row) => {
      const [zh, en] = helpOf(row.key);
      return {
        ...row,
        choices: [...row.choices],
        default: SettingValueSchema.parse(row.default),
        help: { zh, en },
        isSecret: isSecret(row.key),
        timing: timingOf(row.key),
      };
    });
}

/** The value of a key in dots. */
export function settingAt(config: Config, key: string): SettingValue {
  const found = key
    .split('.')
    .reduce<unknown>(
      (inner, name) => (typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : null),
      config,
    );
  return SettingValueSchema.catch(null).parse(found);
}

/** `{ 'a.b': 1 }` as `{ a: { b: 1 } }`. */
export function nested(changes: Readonly<Record<string, SettingValue>>): Record<string, unknown> {
  const whole: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(changes)) {
    const names = key.split('.');
    const last = names.pop() ?? '';
    const inner = names.reduce<Record<string, unknown>>((outer, name) => (outer[name] ??= {}) as Record<string, unknown>, whole);
    inner[last] = value;
  }
  return whole;
}
