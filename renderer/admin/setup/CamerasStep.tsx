import { useEffect, useState } from 'react';
import { picturedStates } from '../../../src/shared/ipc/contract.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Select } from '../../ui/kit/Select.tsx';
import { useText } from '../../ui/language.tsx';
import { usePictures } from '../../ui/terminal-context.ts';
import { CameraPair } from '../CameraViews.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';

/** Names of the cameras that the machine has; empty until it is known. */
function useCameraNames(): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    const look = async (): Promise<void> => {
      const devices = await navigator.mediaDevices.enumerateDevices();
      setNames([...new Set(devices.flatMap(({ kind, label }) => (kind === 'videoinput' && label !== '' ? [label] : [])))]);
    };
    const ending = new AbortController();
    void look().catch(() => undefined);
    navigator.mediaDevices.addEventListener('devicechange', () => void look().catch(() => undefined), { signal: ending.signal });
    return () => ending.abort();
  }, []);
  return names;
}

const NONE = '';

/** Both pictures live, and which camera is which. */
export function CamerasStep(props: StepProps) {
  const t = useText();
  const settings = useSettings();
  const names = useCameraNames();
  const visible = usePictures().visible;
  const isSeen = picturedStates.includes(visible?.report.state ?? '');
  const { view, draft, state, enter, saveDraft } = settings;
  const chosen = (key: string): string => {
    const value = draft[key] ?? view?.values[key];
    return typeof value === 'string' ? value : NONE;
  };
  const choicesOf = (key: string) => {
    const all = [...new Set([...names, chosen(key)])].filter((name) => name !== NONE);
    return all.map((value) => ({ value, words: value }));
  };
  const isWaiting = draft['cameras.visible'] !== undefined || draft['cameras.infrared'] !== undefined;
  return (
    <SetupPage step="cameras" isDone={isSeen || props.wasDone} {...props}>
      <CameraPair />
      <Card title={t('setup.cameras.which')} icon="camera">
        <Select
          label={t('cameras.visible')}
          value={chosen('cameras.visible')}
          choices={choicesOf('cameras.visible')}
          onChange={(name) => enter('cameras.visible', name)}
        />
        <Select
          label={t('cameras.infrared')}
          value={chosen('cameras.infrared')}
          choices={[{ value: NONE, words: t('setup.cameras.noInfrared') }, ...choicesOf('cameras.infrared')]}
          onChange={(name) => enter('cameras.infrared', name)}
        />
        {isWaiting && (
          <Button kind="act" isBusy={state.kind === 'saving'} onPress={saveDraft}>
            {t('setup.cameras.use')}
          </Button>
        )}
      </Card>
    </SetupPage>
  );
}
