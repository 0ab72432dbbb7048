import type { SettingProblem, SettingRow, SettingValue } from '../../../src/shared/settings.ts';
import type { TextKey } from '../../../src/shared/texts/texts.ts';

/** What stands in a form: text as typed, or the value itself where nothing is typed. */
export type Entered = string | boolean | Readonly<Record<string, string>>;

/** A value as a form shows it; a null number or text is an empty line. */
export function enteredOf(value: SettingValue | undefined): Entered {
  if (value === undefined || value === null) return '';
  return typeof value === 'number' ? String(value) : value;
}

/** Why an entry cannot be taken, as a text with its values; or the value. */
export type Read =
  | { readonly kind: 'value'; readonly value: SettingValue }
  | { readonly kind: 'wrong'; readonly key: TextKey; readonly params?: Readonly<Record<string, string | number>> };

/** Reads an entry by what the row says of it: the same bounds as main's, in words. */
export function readEntry(row: SettingRow, entered: Entered): Read {
  if (typeof entered !== 'string') return { kind: 'value', value: typeof entered === 'boolean' ? entered : { ...entered } };
  const typed = entered.trim();
  if (row.type === 'integer' || row.type === 'number') return readNumber(row, typed);
  if (typed === '' && row.isNullable) return { kind: 'value', value: null };
  if (row.mostCharacters !== null && typed.length > row.mostCharacters) {
    return { kind: 'wrong', key: 'settings.tooLong', params: { most: row.mostCharacters } };
  }
  return { kind: 'value', value: typed };
}

function readNumber({ type, isNullable, least, most }: SettingRow, typed: string): Read {
  if (typed === '' && isNullable) return { kind: 'value', value: null };
  const number = Number(typed.replace('，', '.').replace(',', '.'));
  if (typed === '' || !Number.isFinite(number)) return { kind: 'wrong', key: 'settings.noNumber' };
  if (type === 'integer' && !Number.isInteger(number)) return { kind: 'wrong', key: 'settings.noInteger' };
  if ((least !== null && number < least) || (most !== null && number > most)) {
    return { kind: 'wrong', key: 'settings.bounds', params: { least: least ?? '−∞', most: most ?? '∞' } };
  }
  return { kind: 'value', value: number };
}

/** What main said of a key, as a text. */
export const problemKey = ({ code }: SettingProblem): TextKey => `settings.problem.${code}`;

/** How far one touch of the number's keys goes: about a hundredth of its range, in a round number. */
export function stepOf({ type, least, most }: SettingRow): number {
  if (least === null || most === null) return 1;
  const range = most - least;
  if (type === 'number' && range <= 2) return 0.05;
  if (range <= 200) return 1;
  const rough = range / 100;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  return Math.max(1, magnitude * (rough / magnitude >= 5 ? 5 : 1));
}

/** `platform.zhejiang.tcp` → `platform.zhejiang`: settings of one group stand in one card. */
export const groupOf = (key: string): string => key.split('.').slice(0, -1).join('.');
