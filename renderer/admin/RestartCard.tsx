import { useState } from 'react';
import { faultText } from '../../src/shared/texts/texts.ts';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Outcome } from '../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts } from '../ui/terminal-context.ts';
import { codeOf } from './code-of.ts';
import { ConfirmWithPin } from './ConfirmWithPin.tsx';
import { useSession } from './session.ts';

type Restart =
  | { readonly kind: 'idle' }
  | { readonly kind: 'asking' }
  | { readonly kind: 'begun' }
  | { readonly kind: 'failed'; readonly code: string };

/** Starts the whole program anew, after the PIN. */
export function RestartCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { session } = useSession();
  const [restart, setRestart] = useState<Restart>({ kind: 'idle' });
  const begin = (confirmation: string): void => {
    setRestart({ kind: 'begun' });
    bridge
      .call('setup.restart', { session, confirmation })
      .catch((error: unknown) => setRestart({ kind: 'failed', code: codeOf(error) }));
  };
  return (
    <Card title={t('restart.title')} icon="power">
      <p>{t('restart.about')}</p>
      <div className="buttons">
        <Button icon="power" isBusy={restart.kind === 'begun'} onPress={() => setRestart({ kind: 'asking' })}>
          {t('restart.now')}
        </Button>
      </div>
      {restart.kind === 'begun' && (
        <Outcome kind="running" label={t('restart.title')}>
          {t('restart.begun')}
        </Outcome>
      )}
      {restart.kind === 'failed' && (
        <Outcome kind="bad" label={t('restart.title')}>
          {t('admin.failed', { reason: faultText(language, restart.code).what })}
        </Outcome>
      )}
      {restart.kind === 'asking' && (
        <ConfirmWithPin
          title={t('restart.title')}
          loses={[t('restart.loses')]}
          confirm={t('restart.now')}
          onCancel={() => setRestart({ kind: 'idle' })}
          onConfirmed={begin}
        />
      )}
    </Card>
  );
}
