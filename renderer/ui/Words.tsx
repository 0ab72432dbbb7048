import { text, type TextKey, type TextParams } from '../../src/shared/texts/texts.ts';
import { otherThan, tagOf, useLanguage } from './language.tsx';
import { Phrases } from './Phrases.tsx';

interface WordsProps {
  readonly of: TextKey;
  readonly params?: TextParams;
  /** Words of the second line when they are not the same text. */
  readonly second?: TextKey;
}

/** The same in both languages: the terminal's own large, the other below it. */
export function Words({ of, params, second = of }: WordsProps) {
  const language = useLanguage();
  const other = otherThan(language);
  return (
    <span className="words">
      <span lang={tagOf(language)}>
        <Phrases words={text(language, of, params)} />
      </span>
      <span className="words__second" lang={tagOf(other)}>
        <Phrases words={text(other, second, params)} />
      </span>
    </span>
  );
}
