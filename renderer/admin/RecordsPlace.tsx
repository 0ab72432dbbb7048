import { useState } from 'react';
import { refusalFilters, type RefusalFilter } from '../../src/shared/refusal-entry.ts';
import { useText } from '../ui/language.tsx';
import { RefusalList } from './RefusalList.tsx';
import './refusals.css';

/** What happened at the gate: attempts that did not pass, and why. */
export function RecordsPlace() {
  const t = useText();
  const [filter, setFilter] = useState<RefusalFilter>('attack');
  return (
    <section aria-label={t('refusals.title')}>
      <h2>{t('refusals.title')}</h2>
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
