import { languages, text, type Language } from '../../../src/shared/texts/texts.ts';
import { tagOf } from '../../ui/language.tsx';

/** The very first page: each language in its own words. */
export function LanguagePage({ onChoose }: { readonly onChoose: (language: Language) => void }) {
  return (
    <section className="language">
      {languages.map((language) => (
        <button key={language} type="button" className="language__one" lang={tagOf(language)} onClick={() => onChoose(language)}>
          {text(language, 'setup.language')}
        </button>
      ))}
    </section>
  );
}
