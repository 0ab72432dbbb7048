import type { KeyKind } from '../kit/key-kind.ts';

/** Rows of keys, in the words of simple-keyboard. */
export type Layout = Readonly<Record<string, string[]>>;

const letters = {
  default: ['q w e r t y u i o p', 'a s d f g h j k l', '{shift} z x c v b n m {bksp}', '{numbers} {language} {space} . {hide}'],
  shift: ['Q W E R T Y U I O P', 'A S D F G H J K L', '{shift} Z X C V B N M {bksp}', '{numbers} {language} {space} . {hide}'],
  numbers: ['1 2 3 4 5 6 7 8 9 0', '- / : ; ( ) & @ "', '_ = + * # % ! ? , {bksp}', "{letters} {language} {space} ' {hide}"],
} as const;

const copy = (layout: Readonly<Record<string, readonly string[]>>): Layout =>
  Object.fromEntries(Object.entries(layout).map(([name, rows]) => [name, [...rows]]));

const without = (key: string, layout: Layout): Layout =>
  Object.fromEntries(Object.entries(layout).map(([name, rows]) => [name, rows.map((row) => row.replace(`${key} `, ''))]));

const figures: Layout = {
  default: ['1 2 3', '4 5 6', '7 8 9', '- 0 .', '{bksp} {hide}'],
};

/** Four rows for words and addresses, large figures for numbers; only names can be written by their sound. */
export function layoutOf(kind: KeyKind): Layout {
  if (kind === 'number') return figures;
  return kind === 'pinyin' ? copy(letters) : without('{language}', copy(letters));
}

/** Where a kind of entry begins: an address mostly with figures. */
export const firstLayer = (kind: KeyKind): string => (kind === 'address' ? 'numbers' : 'default');
