import { personFilters, type PersonFilter } from '../../../src/shared/people-view.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { Page } from '../../ui/kit/Page.tsx';
import { useText } from '../../ui/language.tsx';
import { FoundPeople } from './FoundPeople.tsx';

interface PeopleListProps {
  onOpen(id: string): void;
  onAdd(): void;
}

/** Everybody, found from the first letter. What was searched for is still there after somebody was looked at. */
export function PeopleList({ onOpen, onAdd }: PeopleListProps) {
  const t = useText();
  const [query, setQuery] = useDraft('people.query', '');
  const [filter, setFilter] = useDraft<PersonFilter>('people.filter', 'all');
  return (
    <Page
      title={t('admin.place.people')}
      actions={
        <Askable call="admin.savePerson">
          {' '}
          <Button kind="act" icon="plus" onPress={onAdd}>
            {t('people.add')}
          </Button>
        </Askable>
      }
    >
      <FoundPeople
        query={query}
        filter={filter}
        onQuery={setQuery}
        onOpen={onOpen}
        tools={
          <Choices<PersonFilter>
            label={t('people.filter')}
            choices={personFilters.map((value) => ({ value, words: t(`people.filter.${value}`) }))}
            value={filter}
            onChange={setFilter}
          />
        }
      />
    </Page>
  );
}
