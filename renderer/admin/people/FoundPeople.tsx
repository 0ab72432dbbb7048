import { useCallback, type ReactNode } from 'react';
import type { PersonFilter } from '../../../src/shared/people-view.ts';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { tagOf, useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { ListFailure } from '../lists/ListFailure.tsx';
import { SearchField } from '../lists/SearchField.tsx';
import { usePages } from '../lists/use-pages.ts';
import { VirtualRows } from '../lists/VirtualRows.tsx';
import { PersonRow } from './PersonRow.tsx';

interface FoundPeopleProps {
  readonly query: string;
  readonly filter: PersonFilter;
  readonly tools?: ReactNode;
  onQuery(query: string): void;
  onOpen(id: string): void;
}

const ROW_PX = 88;

/** Search and the people that it finds. */
export function FoundPeople({ query, filter, tools, onQuery, onOpen }: FoundPeopleProps) {
  const t = useText();
  const tag = tagOf(useLanguage());
  const { bridge } = useParts();
  const pages = usePages(
    useCallback(
      async (session: string, after: { readonly sound: string; readonly id: string } | null) => {
        const { people, next, total } = await bridge.call('admin.people', { session, query, filter, after });
        return { items: people, next, total };
      },
      [bridge, query, filter],
    ),
  );
  const isSearched = query.trim() !== '' || filter !== 'all';
  return (
    <>
      <div className="tools">
        <SearchField label={t('people.search')} value={query} onChange={onQuery} />
        {pages.total !== null && (
          <p className="tools__count number" role="status">
            {t('people.total', { count: pages.total.toLocaleString(tag) })}
          </p>
        )}
      </div>
      {tools}
      <ListFailure code={pages.code} />
      {pages.total === 0 && (
        <EmptyState icon="people" title={t(isSearched ? 'people.noMatch' : 'people.none')}>
          <p>{t(isSearched ? 'people.noMatch.how' : 'people.none.how')}</p>
        </EmptyState>
      )}
      <VirtualRows
        label={t('admin.place.people')}
        count={pages.items.length}
        rowPx={ROW_PX}
        onNearEnd={pages.more}
        row={(index) => {
          const person = pages.items[index];
          return person && <PersonRow person={person} onOpen={onOpen} />;
        }}
      />
    </>
  );
}
