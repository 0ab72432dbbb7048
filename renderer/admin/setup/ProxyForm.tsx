import { useEffect } from 'react';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { SettingRows } from './SettingRows.tsx';

const keys = ['network.proxy', 'network.proxyUser', 'network.proxyPassword', 'network.noProxy'] as const;

/** The proxy of the site, for platform and downloads. */
export function ProxyForm({ onDone }: { onDone(): void }) {
  const t = useText();
  const language = useLanguage();
  const settings = useSettings();
  const { state, draft, saveDraft } = settings;
  const isWaiting = keys.some((key) => draft[key] !== undefined);
  useEffect(() => {
    if (state.kind === 'saved') onDone();
  }, [state, onDone]);
  return (
    <Card title={t('setup.proxy.title')} icon="cloud">
      <p>{t('setup.proxy.tcp')}</p>
      <SettingRows settings={settings} keys={keys} />
      {state.kind === 'failed' && (
        <Outcome kind="bad" label={t('setup.proxy.title')}>
          {t('admin.failed', { reason: faultText(language, state.code).what })}
        </Outcome>
      )}
      <div className="buttons">
        <Button kind="act" isBusy={state.kind === 'saving'} isDisabled={!isWaiting} onPress={saveDraft}>
          {t('settings.save')}
        </Button>
        <Button onPress={onDone}>{t('admin.cancel')}</Button>
      </div>
    </Card>
  );
}
