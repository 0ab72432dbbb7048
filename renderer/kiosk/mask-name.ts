import { compoundSurnames } from '../../src/shared/texts/compound-surnames.ts';

const MASK = '＊';

const keepLast = (given: string): string => {
  const characters = [...given];
  return MASK.repeat(Math.max(0, characters.length - 1)) + (characters.at(-1) ?? '');
};

/**
 * Masks the given name but for its last character; the family name stays whole.
 * 单雄信 → 单＊信, 尉迟敬德 → 尉迟＊德. Names of several words keep the first, and of the others the last character.
 */
export function maskName(name: string): string {
  const words = name.split(/([\s·•]+)/);
  const [first = '', ...rest] = words;
  if (rest.length > 0) return first + rest.map((part, index) => (index % 2 === 0 ? part : keepLast(part))).join('');
  const surname = compoundSurnames.has(name.slice(0, 2)) && name.length > 2 ? name.slice(0, 2) : [...name].slice(0, 1).join('');
  return surname + keepLast(name.slice(surname.length));
}
