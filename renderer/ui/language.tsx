import { createContext, use, useEffect, type ReactNode } from 'react';
import { text, type Language, type TextKey, type TextParams } from '../../src/shared/texts/texts.ts';

const LanguageContext = createContext<Language>('zh');

const tags: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en-GB' };
/** BCP 47 tag, for `lang` and for dates. */
export const tagOf = (language: Language): string => tags[language];
export const otherThan = (language: Language): Language => (language === 'zh' ? 'en' : 'zh');

export function LanguageProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  useEffect(() => {
    document.documentElement.lang = tagOf(language);
  }, [language]);
  return <LanguageContext value={language}>{children}</LanguageContext>;
}

export const useLanguage = (): Language => use(LanguageContext);

/** The words of the terminal's language. */
export function useText(): (key: TextKey, params?: TextParams) => string {
  const language = useLanguage();
  return (key, params) => text(language, key, params);
}
