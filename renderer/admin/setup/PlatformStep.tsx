import { useState } from 'react';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Choices } from '../../ui/kit/Choices.tsx';
import { choiceText } from '../../../src/shared/texts/texts.ts';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { ConnectionWords } from './ConnectionWords.tsx';
import { SettingRows } from './SettingRows.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';
import { isTaken, useConnectionTest } from './use-connection-test.ts';

const needed: Readonly<Record<string, readonly string[]>> = {
  none: [],
  zhejiang: [
    'device.sn',
    'platform.zhejiang.tcp',
    'platform.zhejiang.http',
    'platform.zhejiang.accessId',
    'platform.zhejiang.accessKey',
    'platform.zhejiang.accessSecret',
  ],
  sichuan: ['device.sn', 'platform.sichuan.baseUrl', 'platform.sichuan.secret'],
};
const rarely: Readonly<Record<string, readonly string[]>> = {
  none: [],
  zhejiang: ['platform.zhejiang.caFile', 'platform.zhejiang.verifyReplies'],
  sichuan: ['platform.sichuan.sm4Key', 'platform.sichuan.sm4Iv', 'platform.sichuan.caFile', 'platform.sichuan.timestamp'],
};
const PROTOCOL = 'platform.protocol';

/** Which platform, its addresses and keys, and the real calls with them. */
export function PlatformStep(props: StepProps) {
  const t = useText();
  const language = useLanguage();
  const settings = useSettings();
  const [isWhole, setWhole] = useState(false);
  const { draft, view } = settings;
  const value = draft[PROTOCOL] ?? view?.values[PROTOCOL];
  const protocol = typeof value === 'string' ? value : 'none';
  const keys = [...(needed[protocol] ?? []), ...(isWhole ? (rarely[protocol] ?? []) : [])];
  const all = [PROTOCOL, ...(needed[protocol] ?? []), ...(rarely[protocol] ?? [])];
  const [test, start] = useConnectionTest();
  const isSaved = settings.state.kind === 'saved';
  const save = (): void => settings.save({ changes: settings.changesOf(all), reset: [] });
  const isDone = protocol === 'none' ? value !== undefined && draft[PROTOCOL] === undefined : isSaved || props.wasDone;
  return (
    <SetupPage step="platform" isDone={isDone} {...props}>
      <Choices
        label={t('setup.platform.which')}
        value={protocol}
        choices={['none', 'zhejiang', 'sichuan'].map((one) => ({ value: one, words: choiceText(language, PROTOCOL, one) }))}
        onChange={(chosen) => settings.enter(PROTOCOL, chosen)}
      />
      {protocol === 'none' && draft[PROTOCOL] !== undefined && (
        <Button kind="act" onPress={save}>
          {t('settings.save')}
        </Button>
      )}
      {protocol !== 'none' && (
        <>
          <Card title={t('setup.platform.access')} icon="cloud">
            <SettingRows settings={settings} keys={keys} />
            {!isWhole && <Button onPress={() => setWhole(true)}>{t('setup.gate.more')}</Button>}
          </Card>
          <Card title={t('setup.platform.test')} icon="check">
            <Button
              kind="act"
              icon="cloud"
              isBusy={test.kind === 'running'}
              onPress={() => start(settings.changesOf(all), (finding) => isTaken(finding) && save())}
            >
              {t('setup.platform.testNow')}
            </Button>
            <ConnectionWords test={test} />
            {isSaved && <p className="setup__note">{t('setup.platform.saved')}</p>}
            {test.kind === 'found' && !isTaken(test.finding) && !isSaved && (
              <Button onPress={save}>{t('setup.platform.saveAnyway')}</Button>
            )}
          </Card>
        </>
      )}
    </SetupPage>
  );
}
