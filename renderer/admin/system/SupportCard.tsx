import { useCallback } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { useAction } from '../use-action.ts';

/** One file for a technician elsewhere, to the first stick that is there, else into the terminal's own folder. */
export function SupportCard() {
  const t = useText();
  const language = useLanguage();
  const { bridge } = useParts();
  const make = useCallback(
    async (session: string) => {
      const { sticks } = await bridge.call('admin.sticks', { session });
      return bridge.call('admin.supportBundle', { session, stick: sticks[0] ?? null });
    },
    [bridge],
  );
  const [made, start] = useAction(make);
  return (
    <Card title={t('support.title')}>
      <p>{t('support.about')}</p>
      <div className="buttons">
        <Button isBusy={made.kind === 'running'} onPress={start}>
          {t('support.make')}
        </Button>
      </div>
      {made.kind === 'done' && (
        <Outcome kind="good" label={t('support.title')}>
          {made.value.stick === null
            ? t('support.done.terminal', { file: made.value.fileName })
            : t('support.done.stick', { stick: made.value.stick, file: made.value.fileName })}
        </Outcome>
      )}
      {made.kind === 'failed' && (
        <Outcome kind="bad" label={t('support.title')}>
          {t('admin.failed', { reason: faultText(language, made.code).what })}
        </Outcome>
      )}
    </Card>
  );
}
