import type { LaneNumber } from '../../../src/shared/lanes.ts';
import { Select } from '../../ui/kit/Select.tsx';
import { useText } from '../../ui/language.tsx';
import type { CameraRole } from '../../vision/camera-plan.ts';
import { problemKey } from '../settings/setting-text.ts';
import type { Settings } from '../settings/use-settings.ts';
import { keyOfLane } from './entered-lanes.ts';
import type { NamedCamera } from './use-cameras.ts';

interface CameraChoiceProps {
  readonly role: CameraRole;
  readonly lane: LaneNumber;
  readonly settings: Settings;
  readonly cameras: readonly NamedCamera[];
}

const NONE = '';

/** Which of the machine's cameras a lane looks with. One that is named and not there can still be kept. */
export function CameraChoice({ role, lane, settings, cameras }: CameraChoiceProps) {
  const t = useText();
  const { view, draft, state, enter } = settings;
  const key = keyOfLane(`cameras.${role}`, lane);
  const value = draft[key] ?? view?.values[key];
  const chosen = typeof value === 'string' ? value : NONE;
  const isKnown = chosen === NONE || cameras.some((camera) => camera.value === chosen);
  const problem = state.kind === 'refused' ? state.problems.find((one) => one.key === key) : undefined;
  return (
    <Select
      label={t(`cameras.${role}`)}
      value={chosen}
      choices={[
        ...(role === 'infrared' ? [{ value: NONE, words: t('setup.cameras.noInfrared') }] : []),
        ...cameras,
        ...(isKnown ? [] : [{ value: chosen, words: chosen }]),
      ]}
      problem={problem === undefined ? null : t(problemKey(problem), { detail: problem.detail })}
      onChange={(name) => enter(key, name)}
    />
  );
}
