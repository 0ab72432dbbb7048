import { describe, expect, it } from 'vitest';
import { readEntry, stepOf } from '../../../renderer/admin/settings/setting-text.ts';
import { stepped } from '../../../renderer/ui/kit/stepped.ts';
import type { SettingRow } from '../../../src/shared/settings.ts';

const row = (part: Partial<SettingRow>): SettingRow => ({
  key: 'a.b',
  type: 'integer',
  isNullable: false,
  default: 1,
  choices: [],
  least: 50,
  most: 10_000,
  mostCharacters: null,
  label: { zh: '', en: '' },
  unit: null,
  help: { zh: '', en: '' },
  isSecret: false,
  timing: 'now',
  ...part,
});

describe('an entry', () => {
  it.each([
    ['500', { kind: 'value', value: 500 }],
    [' 50 ', { kind: 'value', value: 50 }],
    ['49', { kind: 'wrong', key: 'settings.bounds', params: { least: 50, most: 10_000 } }],
    ['10001', { kind: 'wrong', key: 'settings.bounds', params: { least: 50, most: 10_000 } }],
    ['50.5', { kind: 'wrong', key: 'settings.noInteger' }],
    ['', { kind: 'wrong', key: 'settings.noNumber' }],
    ['5x', { kind: 'wrong', key: 'settings.noNumber' }],
  ])('%j of a whole number from 50 to 10,000 reads as %j', (typed, read) => {
    expect(readEntry(row({}), typed)).toEqual(read);
  });

  it('that is empty is null where null may be, and only there', () => {
    expect(readEntry(row({ isNullable: true }), '')).toEqual({ kind: 'value', value: null });
    expect(readEntry(row({ type: 'text', isNullable: true }), '  ')).toEqual({ kind: 'value', value: null });
    expect(readEntry(row({ type: 'text' }), '')).toEqual({ kind: 'value', value: '' });
  });

  it('that is longer than allowed is named as such', () => {
    expect(readEntry(row({ type: 'text', mostCharacters: 3 }), 'abcd')).toMatchObject({ kind: 'wrong', params: { most: 3 } });
  });
});

describe('a touch of more or less', () => {
  it('goes about a hundredth of the range', () => {
    expect(stepOf(row({}))).toBe(50);
    expect(stepOf(row({ least: 1, most: 247 }))).toBe(1);
    expect(stepOf(row({ type: 'number', least: 0, most: 1 }))).toBe(0.05);
  });

  it('stops at the bounds and adds no noise of binary fractions', () => {
    expect(stepped(0.1, 0.2, 0, 1)).toBe('0.3');
    expect(stepped(0.98, 0.05, 0, 1)).toBe('1');
    expect(stepped(60, -50, 50, null)).toBe('50');
  });
});
