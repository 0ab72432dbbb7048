import type { Status } from '../../src/shared/status.ts';
import { tagOf, useLanguage, useText } from '../ui/language.tsx';

const shown = ['workers', 'templates', 'punches', 'refusals', 'outboxWaiting', 'outboxSetAside'] as const;

/** How much the terminal holds. */
export function Counts({ counts }: { readonly counts: Status['counts'] }) {
  const t = useText();
  const tag = tagOf(useLanguage());
  return (
    <section aria-label={t('counts.title')}>
      <h2>{t('counts.title')}</h2>
      <dl className="counts">
        {shown.map((name) => (
          <div key={name} className="count">
            <dt>{t(`counts.${name}`)}</dt>
            <dd className="number">{counts[name].toLocaleString(tag)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
