import { useState } from 'react';
import { refusalFilters, type RefusalFilter } from '../../../src/shared/refusal-entry.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalList } from '../RefusalList.tsx';
import '../refusals.css';

/** Attempts that did not pass, and why. */
export function RefusalsTab() {
  const t = useText();
  const [filter, setFilter] = useState<RefusalFilter>('attack');
  return (
    <section aria-label={t('refusals.title')}>
      <div className="filters" role="radiogroup" aria-label={t('refusals.filter')}>
        {refusalFilters.map((choice) => (
          <button
            key={choice}
            type="button"
            role="radio"
            className="button filter"
            aria-checked={choice === filter}
            onClick={() => setFilter(choice)}
          >
            {t(`refusals.filter.${choice}`)}
          </button>
        ))}
      </div>
      <RefusalList key={filter} filter={filter} />
    </section>
  );
}
