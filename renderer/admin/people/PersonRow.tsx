import type { PersonLine } from '../../../src/shared/people-view.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { Pill } from '../lists/Pill.tsx';

/** One worker of the list: picture, name, id, and what is not well. */
export function PersonRow({ person, onOpen }: { readonly person: PersonLine; readonly onOpen: (id: string) => void }) {
  const t = useText();
  return (
    <button type="button" className="line" onClick={() => onOpen(person.id)}>
      <LazyPicture of={person.hasPhotograph ? { kind: 'person', id: person.id } : null} label={t('people.photograph')} />
      <span className="line__words">
        <span className="line__title">{person.name}</span>
        <span className="line__detail number">{person.id}</span>
      </span>
      <span className="line__aside">
        <PersonPill person={person} />
      </span>
      <Icon name="next" />
    </button>
  );
}

/** The gravest of what is to be said; somebody who is well needs no word. */
function PersonPill({ person }: { readonly person: PersonLine }) {
  const t = useText();
  if (person.barredReason !== null) {
    return (
      <Pill kind="stop" icon="stop">
        {t('people.short.barred')}
      </Pill>
    );
  }
  if (person.template !== 'good') {
    return (
      <Pill kind="care" icon={person.template === 'none' ? 'question' : 'warning'}>
        {t(`people.short.${person.template}`)}
      </Pill>
    );
  }
  if (person.lookalikes === 0) return null;
  return (
    <Pill kind="care" icon="people">
      {t('people.filter.lookalike')}
    </Pill>
  );
}
