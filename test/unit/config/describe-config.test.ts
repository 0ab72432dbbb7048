import { expect, it } from 'vitest';
import { describeSettings } from '../../../src/config/describe-settings.ts';
import { settingHelp } from '../../../src/config/setting-help.ts';
import { describeConfig } from '../../../src/config/describe-config.ts';
import { Config } from '../../../src/config/schema.ts';
import { choiceText, groupText } from '../../../src/shared/texts/texts.ts';

const rows = describeConfig();
const rowOf = (key: string) => rows.find((row) => row.key === key);

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const leaves = (value: unknown, key = ''): string[] =>
  isPlain(value) && Object.keys(value).length > 0
    ? Object.entries(value).flatMap(([name, child]) => leaves(child, key === '' ? name : `${key}.${name}`))
    : [key];
const at = (value: unknown, key: string): unknown =>
  key.split('.').reduce<unknown>((inner, name) => (isPlain(inner) ? inner[name] : undefined), value);

it('every key of the configuration has exactly one row, in order', () => {
  expect(rows.map(({ key }) => key)).toEqual(leaves(Config.parse({})));
});

it('every row tells the default that the terminal really uses', () => {
  const defaults = Config.parse({});
  expect(rows.filter((row) => JSON.stringify(row.default) !== JSON.stringify(at(defaults, row.key)))).toEqual([]);
});

it('every key has a label in both languages', () => {
  expect(rows.filter(({ label }) => label.zh === '' || label.en === '')).toEqual([]);
});

it('every setting has one sentence of help in both languages, and no help is left of a setting that is gone', () => {
  expect(describeSettings().filter(({ help }) => help.zh === '' || help.en === '')).toEqual([]);
  expect(Object.keys(settingHelp).filter((key) => rowOf(key) === undefined)).toEqual([]);
});

it.each(['zh', 'en'] as const)('every group and every choice of the settings has a name (%s)', (language) => {
  const settings = describeSettings();
  const groups = settings.map(({ key }) => key.split('.').slice(0, -1).join('.'));
  expect(groups.filter((group) => groupText(language, group) === group)).toEqual([]);
  const choices = settings.flatMap(({ key, choices }) => choices.map((value) => ({ key, value })));
  expect(choices.filter(({ key, value }) => choiceText(language, key, value) === value)).toEqual([]);
});

it('bounds, choices, units and null are told', () => {
  expect(rowOf('turnstile.pulseMs')).toMatchObject({ type: 'integer', least: 50, most: 10_000, unit: 'ms', isNullable: false });
  expect(rowOf('recognition.threshold')).toMatchObject({
    type: 'number',
    least: 0.2,
    most: 0.95,
    isNullable: true,
    default: null,
  });
  expect(rowOf('turnstile.driver')).toMatchObject({
    type: 'choice',
    choices: ['none', 'modbus-rtu', 'command-frames', 'gpio', 'wiegand'],
  });
  expect(rowOf('device.sn')).toMatchObject({ type: 'text', mostCharacters: 64 });
  expect(rowOf('speech.enabled')).toMatchObject({ type: 'yesNo', default: true });
  expect(rowOf('speech.surnames')).toMatchObject({ type: 'map', default: {} });
  expect(rowOf('cameras.infrared')).toMatchObject({ type: 'text', isNullable: true });
});
