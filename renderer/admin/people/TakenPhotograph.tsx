import { useEffect, useState } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { JpegPicture } from '../../ui/JpegPicture.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import { fixText } from './fix-text.ts';

interface TakenPhotographProps {
  readonly photograph: Uint8Array;
  onFits(fits: boolean): void;
  onAgain(): void;
}

type Check = { readonly kind: 'running' | 'good' } | { readonly kind: 'bad'; readonly code: string };

/** The photograph as it would be enrolled, looked at at once: fits, or what to do. */
export function TakenPhotograph({ photograph, onFits, onAgain }: TakenPhotographProps) {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [check, setCheck] = useState<Check>({ kind: 'running' });
  useEffect(() => {
    const ending = new AbortController();
    bridge.call('admin.checkPhotograph', { session, photograph }).then(
      ({ code }) => {
        if (ending.signal.aborted) return;
        setCheck(code === null ? { kind: 'good' } : { kind: 'bad', code });
        onFits(code === null);
      },
      (error: unknown) => {
        if (ending.signal.aborted) return;
        if (codeOf(error) === 'admin.unauthorised') onExpired();
        else setCheck({ kind: 'bad', code: codeOf(error) });
      },
    );
    return () => ending.abort();
  }, [bridge, session, onExpired, photograph, onFits]);
  return (
    <div className="capture">
      <JpegPicture jpeg={photograph} label={t('enrol.taken')} className="capture__taken" />
      <div className="capture__foot">
        <Outcome kind={check.kind} label={t('people.photograph')}>
          {check.kind === 'bad' ? fixText(language, check.code) : t(check.kind === 'good' ? 'enrol.fits' : 'enrol.checking')}
        </Outcome>
        <Button icon="replay" onPress={onAgain}>
          {t('enrol.other')}
        </Button>
      </div>
    </div>
  );
}
