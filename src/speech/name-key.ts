import { readName } from './pinyin.ts';

/** Syllables of a name without tones, joined, and their first letters: `单雄信` → `shanxiongxin`, `sxx`. */
export function nameKeyOf(name: string): { readonly sound: string; readonly initials: string } {
  const syllables = readName(name)
    .replaceAll(/[^a-z\d ]/g, ' ')
    .split(' ')
    .map((syllable) => syllable.replace(/\d+$/, ''))
    .filter((syllable) => syllable !== '');
  // ü is typed v; nobody who types a name by its sound types anything else for it.
  return { sound: syllables.join(''), initials: syllables.map(([first = '']) => first).join('') };
}
