import { useEffect, useState } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { Page } from '../../ui/kit/Page.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { LazyPicture } from '../lists/LazyPicture.tsx';
import { ListFailure } from '../lists/ListFailure.tsx';
import { useSession } from '../session.ts';
import { FoundPeople } from './FoundPeople.tsx';
import { usePerson } from './use-person.ts';

interface ComparePeopleProps {
  readonly id: string;
  readonly otherId: string | null;
  onBack(): void;
  onChoose(otherId: string): void;
  onOpen(id: string): void;
}

/** Two workers side by side: are they one person? */
export function ComparePeople({ id, otherId, onBack, onChoose, onOpen }: ComparePeopleProps) {
  const t = useText();
  const [query, setQuery] = useState('');
  if (otherId === null) {
    return (
      <Page title={t('people.compare.choose')} onBack={onBack}>
        <FoundPeople query={query} filter="all" onQuery={setQuery} onOpen={onChoose} />
      </Page>
    );
  }
  return (
    <Page title={t('people.compare.title')} onBack={onBack}>
      <div className="pair">
        <Side id={id} onOpen={onOpen} />
        <Side id={otherId} onOpen={onOpen} />
      </div>
      <Likeness id={id} otherId={otherId} />
    </Page>
  );
}

function Side({ id, onOpen }: { readonly id: string; readonly onOpen: (id: string) => void }) {
  const t = useText();
  const state = usePerson(id);
  const name = state.kind === 'there' ? state.person.name : id;
  return (
    <figure>
      <LazyPicture of={{ kind: 'person', id }} label={t('people.photograph')} isLarge />
      <figcaption>
        <Button icon="person" isWide onPress={() => onOpen(id)}>
          {name}
        </Button>
        <span className="line__detail number">{id}</span>
      </figcaption>
    </figure>
  );
}

function Likeness({ id, otherId }: { readonly id: string; readonly otherId: string }) {
  const t = useText();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [found, setFound] = useState<{ readonly score: number | null; readonly threshold: number } | null>(null);
  const [code, setCode] = useState<string | null>(null);
  useEffect(() => {
    const ending = new AbortController();
    bridge.call('admin.comparePeople', { session, id, otherId }).then(
      (answer) => {
        if (!ending.signal.aborted) setFound(answer);
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        if (codeOf(error) === 'admin.unauthorised') onExpired();
        else setCode(codeOf(error));
      },
    );
    return () => ending.abort();
  }, [bridge, session, onExpired, id, otherId]);
  if (code !== null) return <ListFailure code={code} />;
  if (found === null) return null;
  const { score, threshold } = found;
  const isSame = score !== null && score >= threshold;
  const key = score === null ? 'people.compare.none' : isSame ? 'people.compare.same' : 'people.compare.different';
  return (
    <Outcome kind={isSame || score === null ? 'bad' : 'good'} label={t('people.compare')}>
      {t(key, { score: score?.toFixed(2) ?? '', threshold: threshold.toFixed(2) })}
    </Outcome>
  );
}
