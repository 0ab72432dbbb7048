import { useState } from 'react';
import { ComparePeople } from './ComparePeople.tsx';
import { Enrol } from './Enrol.tsx';
import { PeopleList } from './PeopleList.tsx';
import { PersonPage } from './PersonPage.tsx';
import '../lists/lists.css';
import './people.css';

/** What the place shows: the list, or what was opened from it. */
type Shown =
  | { readonly kind: 'list' }
  | { readonly kind: 'person'; readonly id: string }
  /** Null: somebody new. */
  | { readonly kind: 'enrol'; readonly person: { readonly id: string; readonly name: string } | null }
  | { readonly kind: 'compare'; readonly id: string; readonly otherId: string | null };

/** Who may pass. */
export function PeoplePlace() {
  const [shown, setShown] = useState<Shown>({ kind: 'list' });
  const open = (id: string): void => setShown({ kind: 'person', id });
  const toList = (): void => setShown({ kind: 'list' });
  switch (shown.kind) {
    case 'list':
      return <PeopleList onOpen={open} onAdd={() => setShown({ kind: 'enrol', person: null })} />;
    case 'person':
      return (
        <PersonPage
          key={shown.id}
          id={shown.id}
          onBack={toList}
          onReplace={(person) => setShown({ kind: 'enrol', person })}
          onCompare={(otherId) => setShown({ kind: 'compare', id: shown.id, otherId })}
        />
      );
    case 'enrol': {
      const { person } = shown;
      return <Enrol person={person} onBack={() => (person === null ? toList() : open(person.id))} onSaved={open} />;
    }
    case 'compare':
      return (
        <ComparePeople
          id={shown.id}
          otherId={shown.otherId}
          onBack={() => open(shown.id)}
          onChoose={(otherId) => setShown({ ...shown, otherId })}
          onOpen={open}
        />
      );
  }
}
