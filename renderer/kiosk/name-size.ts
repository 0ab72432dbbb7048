export type NameSize = 'short' | 'medium' | 'long';

/** Width of the name in Chinese characters: Latin letters take a little more than half of one. */
const widthOf = (name: string): number => [...name].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.58), 0);

/** How large a name can be written so that it stays on one line, or on two when it is long. */
export function nameSize(name: string): NameSize {
  const width = widthOf(name);
  if (width <= 4) return 'short';
  return width <= 6 ? 'medium' : 'long';
}
