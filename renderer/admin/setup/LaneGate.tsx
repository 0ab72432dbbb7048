import { useState } from 'react';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import type { TextKey } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import type { Settings } from '../settings/use-settings.ts';
import { keyOfLane } from './entered-lanes.ts';
import { GateTrialWords, type Trial } from './GateTrialWords.tsx';
import { SettingRows } from './SettingRows.tsx';

const wiring = ['turnstile.driver', 'turnstile.port', 'device.direction'];
const details = ['turnstile.baudRate', 'turnstile.unit', 'turnstile.coil', 'turnstile.pulseMs', 'turnstile.pulse'];

interface LaneGateProps {
  readonly lane: LaneNumber;
  /** There is another one: each is named. */
  readonly hasLanes: boolean;
  readonly settings: Settings;
  onTried(hasOpened: boolean): void;
}

/** A lane's direction and the wiring of its turnstile, and one pulse with them. */
export function LaneGate({ lane, hasLanes, settings, onTried }: LaneGateProps) {
  const t = useText();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const [isWhole, setWhole] = useState(false);
  const [trial, setTrial] = useState<Trial>({ kind: 'idle' });
  const keysOf = (keys: readonly string[]): readonly string[] => keys.map((key) => keyOfLane(key, lane));
  const titleOf = (key: TextKey): string => (hasLanes ? t(`lane.of${lane}`, { what: t(key) }) : t(key));
  const test = (): void => {
    setTrial({ kind: 'running' });
    const keys = keysOf([...wiring, ...details]);
    bridge.call('setup.testGate', { session, changes: settings.changesOf(keys), reset: [], lane }).then(
      (answer) => {
        setTrial(answer);
        if (answer.kind === 'tried') settings.saved(keys);
        onTried(answer.kind === 'tried' && answer.outcome === 'opened');
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setTrial({ kind: 'failed', code });
      },
    );
  };
  const testTitle = titleOf('setup.gate.test');
  return (
    <>
      <Card title={titleOf('setup.gate.wiring')} icon="gate">
        <SettingRows settings={settings} keys={keysOf(isWhole ? [...wiring, ...details] : wiring)} />
        {!isWhole && <Button onPress={() => setWhole(true)}>{t('setup.gate.more')}</Button>}
      </Card>
      <Card title={testTitle} icon="check">
        <p>{t('setup.gate.testAbout')}</p>
        <Button kind="act" icon="gate" isBusy={trial.kind === 'running'} onPress={test}>
          {t('setup.gate.testNow')}
        </Button>
        <GateTrialWords label={testTitle} trial={trial} />
      </Card>
    </>
  );
}
