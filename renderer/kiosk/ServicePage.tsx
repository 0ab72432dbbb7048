import { faultText } from '../../src/shared/texts/texts.ts';
import { Icon } from '../ui/Icon.tsx';
import { otherThan, tagOf, useLanguage } from '../ui/language.tsx';
import { Words } from '../ui/Words.tsx';

/** A plain page: what is wrong, in words, and a code to read out. */
export function ServicePage({ code }: { readonly code: string }) {
  const language = useLanguage();
  const other = otherThan(language);
  return (
    <section className="page">
      <Icon name="service" />
      <h1 className="page__title">
        <Words of="kiosk.needsService" />
      </h1>
      <p className="page__cause">
        {faultText(language, code).what}
        <span className="words__second" lang={tagOf(other)}>
          {faultText(other, code).what}
        </span>
      </p>
      <p className="page__code">{code}</p>
      <p className="page__todo">
        <Words of="kiosk.needsService.do" />
      </p>
    </section>
  );
}
