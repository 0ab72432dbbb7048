import { faultText } from '../../src/shared/texts/texts.ts';
import { Button } from '../ui/kit/Button.tsx';
import { Card } from '../ui/kit/Card.tsx';
import { Outcome } from '../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../ui/language.tsx';
import { useParts, useTerminal } from '../ui/terminal-context.ts';
import { useCallback, useEffect } from 'react';
import { useOpenSetup } from './system-setup.ts';
import { useAction } from './use-action.ts';

/** The first start once more; in the demo, the way out of it. */
export function SetupCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const { status } = useTerminal();
  const openSetup = useOpenSetup();
  const isDemo = status?.areas['terminal']?.state === 'demo';
  const [state, open] = useAction(useCallback((session: string) => bridge.call('setup.state', { session }), [bridge]));
  const [begun, begin] = useAction(
    useCallback((session: string) => bridge.call('setup.begin', { session, language }), [bridge, language]),
  );
  useEffect(() => {
    if (state.kind === 'done') openSetup({ ...state.value, progress: 'done' });
  }, [state, openSetup]);
  const failed = state.kind === 'failed' ? state : begun.kind === 'failed' ? begun : null;
  return (
    <Card title={t('setup.title')} icon="settings">
      <p>{t(isDemo ? 'setup.card.demo' : 'setup.card.again')}</p>
      <div className="buttons">
        <Button
          kind={isDemo ? 'act' : 'plain'}
          isBusy={begun.kind === 'running' || begun.kind === 'done'}
          onPress={isDemo ? begin : open}
        >
          {t(isDemo ? 'setup.card.begin' : 'setup.card.open')}
        </Button>
      </div>
      {failed && (
        <Outcome kind="bad" label={t('setup.title')}>
          {t('admin.failed', { reason: faultText(language, failed.code).what })}
        </Outcome>
      )}
    </Card>
  );
}
