import { faultText } from '../../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../../ui/language.tsx';

/** What could not be read, in words; null: nothing is wrong. */
export function ListFailure({ code }: { readonly code: string | null }) {
  const t = useText();
  const language = useLanguage();
  if (code === null) return null;
  const { what, todo } = faultText(language, code);
  return (
    <p className="list-failure" role="alert">
      {t('admin.failed', { reason: `${what}. ${todo}` })}
    </p>
  );
}
