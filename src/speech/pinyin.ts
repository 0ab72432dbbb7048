import { pinyin } from 'pinyin-pro';
import { givenNameReadings, surnameReadings } from './surnames.ts';

/** Between the parts of a minority name, in the forms that are typed. */
const nameDots = /[·•‧∙・.．]/u;
const han = /\p{Script=Han}/u;
/** What espeak-ng's pinyin voice can read besides syllables. */
const latinWord = /[a-z0-9]+/g;
const digits: readonly string[] = ['ling2', 'yi1', 'er4', 'san1', 'si4', 'wu3', 'liu4', 'qi1', 'ba1', 'jiu3'];

/** Surname → pinyin with tone numbers, such as `{ "黑": "he4" }`; wins over the built-in table. */
export type SurnameOverrides = Readonly<Record<string, string>>;

/** Whether the text is Chinese, at least in part. */
export function hasHan(text: string): boolean {
  return han.test(text);
}

/**
 * A person's name as syllables with tone numbers (1 to 4, 5 neutral), as espeak-ng's voice `cmn-latn-pinyin` reads
 * them: `单雄信` → `shan4 xiong2 xin4`. The surname has its own reading; a name in parts (`买买提·吐尔逊`) has no surname.
 * Latin letters are kept in lower case, digits are read out; empty when nothing can be read.
 */
export function readName(name: string, overrides: SurnameOverrides = {}): string {
  const plain = name.normalize('NFKC').trim();
  const parts = plain.split(nameDots).filter((part) => part.trim() !== '');
  if (parts.length !== 1) return parts.map((part) => readSyllables(part)).join(' ');
  const whole = (parts[0] ?? '').replace(/\s+/gu, hasHan(plain) ? '' : ' ');
  const surname = findSurname(whole, overrides);
  if (surname === null) return readByDictionary(whole);
  return joined([surname.reading, readGiven(whole.slice(surname.length))]);
}

/** A sentence as syllables; `，` and the like become pauses that espeak-ng makes. */
export function readText(text: string): string {
  const syllables = pinyin(text.normalize('NFKC'), { toneType: 'num', type: 'array', nonZh: 'consecutive' });
  return joined(syllables.map((part) => (hasHan(part) ? '' : readable(part, /[,.!?;:，。！？；：、]+/u.test(part)))));
}

function findSurname(name: string, overrides: SurnameOverrides): { readonly reading: string; readonly length: number } | null {
  const characters = [...name];
  for (const count of [2, 1]) {
    const surname = characters.slice(0, count).join('');
    // Two characters are a surname only if a given name follows.
    if (count === 2 && characters.length < 3) continue;
    const reading = own(overrides, surname) ?? own(surnameReadings, surname);
    if (reading !== undefined) return { reading: readable(reading, false), length: surname.length };
  }
  return null;
}

/** The dictionary knows the usual surnames; the given name is read by itself, or the two would be taken for words. */
function readByDictionary(name: string): string {
  const [first = ''] = name;
  if (!hasHan(first)) return readSyllables(name);
  const surname = pinyin(name, { toneType: 'num', type: 'array', surname: 'head', nonZh: 'consecutive' })[0] ?? '';
  return joined([readable(surname, false), readGiven(name.slice(first.length))]);
}

function readGiven(given: string): string {
  return own(givenNameReadings, given) ?? readSyllables(given);
}

function readSyllables(text: string): string {
  // In a name 一 and 不 keep their tones.
  const parts = pinyin(text, { toneType: 'num', type: 'array', nonZh: 'consecutive', toneSandhi: false });
  return joined(parts.map((part) => (hasHan(part) ? '' : readable(part, false))));
}

/** One syllable or a run of other characters, in what espeak-ng understands. */
function readable(part: string, isPause: boolean): string {
  if (isPause) return ',';
  const plain = part.toLowerCase().replaceAll('ü', 'v').replaceAll('u:', 'v');
  if (/^([a-z]+[0-5] ?)+$/.test(plain)) return plain.replaceAll('0', '5'); // the dictionary's neutral tone is 0, espeak-ng's 5
  const words = plain.match(latinWord) ?? [];
  return words.map((word) => word.replace(/\d/g, (digit) => ` ${digits[Number(digit)] ?? ''} `)).join(' ');
}

function joined(parts: readonly string[]): string {
  return parts.join(' ').replace(/\s+/g, ' ').trim();
}

function own(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
