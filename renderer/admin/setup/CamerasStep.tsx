import { picturedStates } from '../../../src/shared/ipc/contract.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';
import { usePictures } from '../../ui/terminal-context.ts';
import { cameraKey } from '../../vision/camera-pictures.ts';
import { CameraPair } from '../CameraViews.tsx';
import { useSettings } from '../settings/use-settings.ts';
import { CameraChoice } from './CameraChoice.tsx';
import { enteredLanes, keyOfLane, SECOND_LANE } from './entered-lanes.ts';
import { SettingRows } from './SettingRows.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';
import { useCameras } from './use-cameras.ts';

const cameraKeys = ['cameras.visible', 'cameras.infrared'];

/** The pictures live, which camera is which, and whether there is a second lane. */
export function CamerasStep(props: StepProps) {
  const t = useText();
  const settings = useSettings();
  const cameras = useCameras();
  const pictures = usePictures();
  const { draft, state } = settings;
  const lanes = enteredLanes(settings);
  const isSeen = lanes.every((lane) => picturedStates.includes(pictures[cameraKey('visible', lane)]?.report.state ?? ''));
  const keys = [SECOND_LANE, ...lanes.flatMap((lane) => cameraKeys.map((key) => keyOfLane(key, lane)))];
  const isWaiting = keys.some((key) => draft[key] !== undefined);
  return (
    <SetupPage step="cameras" isDone={(isSeen && !isWaiting) || props.wasDone} {...props}>
      {lanes.map((lane) => (
        <Card
          key={lane}
          title={lanes.length === 1 ? t('setup.cameras.which') : t(`lane.of${lane}`, { what: t('setup.cameras.which') })}
          icon="camera"
        >
          <CameraPair lane={lane} />
          <CameraChoice role="visible" lane={lane} settings={settings} cameras={cameras} />
          <CameraChoice role="infrared" lane={lane} settings={settings} cameras={cameras} />
        </Card>
      ))}
      <Card title={t('setup.lanes')} icon="gate">
        <SettingRows settings={settings} keys={[SECOND_LANE]} />
      </Card>
      {isWaiting && (
        <div className="buttons">
          <Button
            kind="act"
            isBusy={state.kind === 'saving'}
            onPress={() => settings.save({ changes: settings.changesOf(keys), reset: [] })}
          >
            {t('setup.cameras.use')}
          </Button>
        </div>
      )}
    </SetupPage>
  );
}
