import { useState } from 'react';
import { platformOrigins, type PersonDetail } from '../../../src/shared/people-view.ts';
import { Askable } from '../../ui/Askable.tsx';
import { Button } from '../../ui/kit/Button.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { useText } from '../../ui/language.tsx';
import { useShowPunches } from '../open-punches.ts';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { ListFailure } from '../lists/ListFailure.tsx';
import { AlikeCard } from './AlikeCard.tsx';
import { ForgetLearnt } from './ForgetLearnt.tsx';
import { PersonFacts } from './PersonFacts.tsx';
import { RemovePerson } from './RemovePerson.tsx';
import { usePerson } from './use-person.ts';

interface PersonPageProps {
  readonly id: string;
  onBack(): void;
  onReplace(person: { readonly id: string; readonly name: string }): void;
  /** Null: the other is still to be chosen. */
  onCompare(otherId: string | null): void;
}

/** One worker: photograph, what the gate makes of it, who owns the record, what can be done. */
export function PersonPage({ id, onBack, ...acts }: PersonPageProps) {
  const t = useText();
  const [round, setRound] = useState(0);
  const state = usePerson(id, round);
  if (state.kind !== 'there') {
    return (
      <Page title={id} onBack={onBack}>
        {state.kind === 'gone' && <EmptyState icon="person" title={t('people.gone')} />}
        <ListFailure code={state.kind === 'failed' ? state.code : null} />
      </Page>
    );
  }
  return <ThePerson person={state.person} onBack={onBack} onChanged={() => setRound(round + 1)} {...acts} />;
}

interface ThePersonProps extends Omit<PersonPageProps, 'id'> {
  readonly person: PersonDetail;
  onChanged(): void;
}

function ThePerson({ person, onBack, onChanged, onReplace, onCompare }: ThePersonProps) {
  const t = useText();
  const [isRemoving, setRemoving] = useState(false);
  const [isForgetting, setForgetting] = useState(false);
  const isOwned = platformOrigins.includes(person.origin);
  const showPunches = useShowPunches();
  return (
    <Page title={person.name} onBack={onBack}>
      <div className="detail">
        <LazyPicture
          of={person.hasPhotograph ? { kind: 'person', id: person.id } : null}
          label={t('people.photograph')}
          none={t('people.noPhotograph')}
          isLarge
        />
        <div className="detail__words">
          <PersonFacts person={person} />
          {isOwned && <p className="person__owned">{t('people.ownedNote')}</p>}
        </div>
      </div>
      <div className="buttons">
        <Askable call="admin.savePerson">
          {' '}
          <Button icon="camera" onPress={() => onReplace(person)}>
            {t('people.replace')}
          </Button>
        </Askable>{' '}
        <Button icon="clock" onPress={() => showPunches({ id: person.id, name: person.name })}>
          {t('people.punches')}
        </Button>
        <Button icon="people" isDisabled={person.template === 'none'} onPress={() => onCompare(null)}>
          {t('people.compare')}
        </Button>
        {person.learnt.length > 0 && (
          <Askable call="admin.forgetLearnt">
            <Button icon="erase" onPress={() => setForgetting(true)}>
              {t('learnt.forget')}
            </Button>
          </Askable>
        )}
        <Askable call="admin.removePerson">
          {' '}
          <Button icon="erase" kind="danger" onPress={() => setRemoving(true)}>
            {t('people.remove')}
          </Button>
        </Askable>{' '}
      </div>
      {person.alike.length > 0 && <AlikeCard alike={person.alike} onCompare={onCompare} />}
      {isForgetting && <ForgetLearnt person={person} onCancel={() => setForgetting(false)} onForgotten={onChanged} />}
      {isRemoving && <RemovePerson person={person} isOwned={isOwned} onCancel={() => setRemoving(false)} onRemoved={onBack} />}
    </Page>
  );
}
