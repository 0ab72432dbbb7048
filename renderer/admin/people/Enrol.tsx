import { useState } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { useDraft } from '../../ui/kit/drafts.ts';
import { Page } from '../../ui/kit/Page.tsx';
import { TextField } from '../../ui/kit/TextField.tsx';
import { useText } from '../../ui/language.tsx';
import { ListFailure } from '../lists/ListFailure.tsx';
import { CaptureCard } from './CaptureCard.tsx';
import { FileButton } from './FileButton.tsx';
import { StickPictures } from './StickPictures.tsx';
import { TakenPhotograph } from './TakenPhotograph.tsx';
import { useSavePerson } from './use-save-person.ts';

interface EnrolProps {
  /** Whose photograph is replaced; null: somebody new. */
  readonly person: { readonly id: string; readonly name: string } | null;
  onBack(): void;
  onSaved(id: string): void;
}

type Source = 'camera' | 'stick';
/** The kiosk has no business with a window of files; over the network the browser's own serves. */
const hasFiles = location.protocol !== 'app:';

/** Takes somebody in: who, a photograph that fits, saved. Nothing is kept of a photograph that does not fit. */
export function Enrol({ person, onBack, onSaved }: EnrolProps) {
  const t = useText();
  const [id, setId] = useDraft('enrol.id', '');
  const [name, setName] = useDraft('enrol.name', '');
  const [source, setSource] = useState<Source>('camera');
  const [photograph, setPhotograph] = useState<Uint8Array | null>(null);
  const [fits, setFits] = useState(false);
  const [saving, save] = useSavePerson((saved) => {
    setId(undefined);
    setName(undefined);
    onSaved(saved);
  });
  const take = (taken: Uint8Array | null): void => {
    setFits(false);
    setPhotograph(taken);
  };
  const who = person ?? { id: id.trim(), name: name.trim() };
  return (
    <Page title={person === null ? t('enrol.add') : t('enrol.replace', { name: person.name })} onBack={onBack}>
      {person === null && (
        <Card title={t('enrol.who')} icon="person">
          <TextField label={t('people.name')} value={name} keys="pinyin" mostCharacters={64} onChange={setName} />
          <TextField label={t('people.id')} value={id} mostCharacters={64} onChange={setId} />
        </Card>
      )}
      <Card title={t('people.photograph')} icon="camera">
        {photograph === null ? (
          <>
            <div className="tools">
              <Choices<Source>
                label={t('enrol.source')}
                choices={[
                  { value: 'camera', words: t('enrol.camera') },
                  { value: 'stick', words: t('enrol.stick') },
                ]}
                value={source}
                onChange={setSource}
              />
              {hasFiles && <FileButton onTaken={take} />}
            </div>
            {source === 'camera' ? <CaptureCard onTaken={take} /> : <StickPictures onTaken={take} />}
          </>
        ) : (
          <TakenPhotograph photograph={photograph} onFits={setFits} onAgain={() => take(null)} />
        )}
      </Card>
      <ListFailure code={saving.kind === 'failed' ? saving.code : null} />
      <div className="buttons buttons--end">
        <Button
          kind="act"
          icon="check"
          isDisabled={photograph === null || !fits || who.id === '' || who.name === ''}
          isBusy={saving.kind === 'running'}
          onPress={() => {
            if (photograph !== null) save({ ...who, photograph, replace: person !== null });
          }}
        >
          {t('enrol.save')}
        </Button>
      </div>
    </Page>
  );
}
