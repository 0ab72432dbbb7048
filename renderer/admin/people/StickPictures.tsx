import { useCallback, useEffect, useState } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { EmptyState } from '../../ui/kit/EmptyState.tsx';
import { Row, Rows } from '../../ui/kit/Row.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { ListFailure } from '../lists/ListFailure.tsx';
import { useSession } from '../session.ts';
import { useSticks } from '../records/use-sticks.ts';

interface Pictures {
  readonly pictures: readonly { readonly token: string; readonly name: string }[];
  readonly isCut: boolean;
}

/** Pictures on a USB stick, by name. */
export function StickPictures({ onTaken }: { readonly onTaken: (photograph: Uint8Array) => void }) {
  const t = useText();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [sticks, lookAgain] = useSticks();
  const [chosen, setChosen] = useState<string | null>(null);
  const [found, setFound] = useState<Pictures | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const stick = chosen ?? sticks?.[0] ?? null;
  const fail = useCallback(
    (error: unknown) => {
      if (codeOf(error) === 'admin.unauthorised') onExpired();
      else setCode(codeOf(error));
    },
    [onExpired],
  );
  useEffect(() => {
    if (stick === null) return;
    const ending = new AbortController();
    bridge.call('admin.stickPictures', { session, stick }).then((answer) => {
      if (!ending.signal.aborted) setFound(answer);
    }, fail);
    return () => ending.abort();
  }, [bridge, session, stick, fail]);
  const read = (token: string): void => {
    bridge.call('admin.stickPicture', { session, token }).then(({ photograph }) => onTaken(photograph), fail);
  };
  if (sticks === null) return null;
  if (stick === null) {
    return (
      <EmptyState icon="usb" title={t('sticks.none')}>
        <p>{t('sticks.none.how')}</p>
        <Button onPress={lookAgain}>{t('sticks.again')}</Button>
      </EmptyState>
    );
  }
  return (
    <>
      {sticks.length > 1 && (
        <Choices
          label={t('sticks.choose')}
          choices={sticks.map((value) => ({ value, words: value }))}
          value={stick}
          onChange={setChosen}
        />
      )}
      <ListFailure code={code} />
      {found?.pictures.length === 0 && <EmptyState icon="usb" title={t('sticks.noPictures')} />}
      {found && found.pictures.length > 0 && (
        <Rows label={t('sticks.pictures')}>
          {found.pictures.map(({ token, name }) => (
            <Row key={token} lead={<Icon name="camera" />} title={name} onPress={() => read(token)} />
          ))}
        </Rows>
      )}
      {found?.isCut === true && <p>{t('sticks.cut')}</p>}
    </>
  );
}
