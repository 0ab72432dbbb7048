import { useState } from 'react';
import type { GateTrial } from '../../../src/shared/setup.ts';
import { faultText } from '../../../src/shared/texts/texts.ts';
import { Button } from '../../ui/kit/Button.tsx';
import { Card } from '../../ui/kit/Card.tsx';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useParts } from '../../ui/terminal-context.ts';
import { codeOf } from '../code-of.ts';
import { useSession } from '../session.ts';
import { problemKey } from '../settings/setting-text.ts';
import { useSettings } from '../settings/use-settings.ts';
import { SettingRows } from './SettingRows.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';

const wiring = ['turnstile.driver', 'turnstile.port'];
const details = ['turnstile.baudRate', 'turnstile.unit', 'turnstile.coil', 'turnstile.pulseMs', 'turnstile.pulse'];

type Trial =
  { readonly kind: 'idle' } | { readonly kind: 'running' } | GateTrial | { readonly kind: 'failed'; readonly code: string };

/** How the turnstile is wired, and one pulse to hear it. */
export function GateStep(props: StepProps) {
  const t = useText();
  const { bridge } = useParts();
  const { session, onExpired } = useSession();
  const settings = useSettings();
  const [isWhole, setWhole] = useState(false);
  const [trial, setTrial] = useState<Trial>({ kind: 'idle' });
  const test = (): void => {
    setTrial({ kind: 'running' });
    const keys = [...wiring, ...details];
    bridge.call('setup.testGate', { session, changes: settings.changesOf(keys), reset: [] }).then(
      (answer) => {
        setTrial(answer);
        if (answer.kind === 'tried') settings.saved(keys);
      },
      (error: unknown) => {
        const code = codeOf(error);
        if (code === 'admin.unauthorised') onExpired();
        else setTrial({ kind: 'failed', code });
      },
    );
  };
  const hasOpened = trial.kind === 'tried' && trial.outcome === 'opened';
  return (
    <SetupPage step="gate" isDone={hasOpened || props.wasDone} {...props}>
      <Card title={t('setup.gate.wiring')} icon="gate">
        <SettingRows settings={settings} keys={isWhole ? [...wiring, ...details] : wiring} />
        {!isWhole && <Button onPress={() => setWhole(true)}>{t('setup.gate.more')}</Button>}
      </Card>
      <Card title={t('setup.gate.test')} icon="check">
        <p>{t('setup.gate.testAbout')}</p>
        <Button kind="act" icon="gate" isBusy={trial.kind === 'running'} onPress={test}>
          {t('setup.gate.testNow')}
        </Button>
        <TrialWords trial={trial} />
      </Card>
    </SetupPage>
  );
}

function TrialWords({ trial }: { readonly trial: Trial }) {
  const t = useText();
  const language = useLanguage();
  const label = t('setup.gate.test');
  if (trial.kind === 'idle') return <Outcome kind="none" label={label} />;
  if (trial.kind === 'running') {
    return (
      <Outcome kind="running" label={label}>
        {t('gate.trying')}
      </Outcome>
    );
  }
  if (trial.kind === 'failed') {
    return (
      <Outcome kind="bad" label={label}>
        {t('admin.failed', { reason: faultText(language, trial.code).what })}
      </Outcome>
    );
  }
  if (trial.kind === 'notApplied') {
    return (
      <Outcome kind="bad" label={label}>
        {t('settings.notApplied', { reason: faultText(language, trial.code).what })}
      </Outcome>
    );
  }
  if (trial.kind === 'refused') {
    return (
      <Outcome kind="bad" label={label}>
        {trial.problems.map((problem) => (
          <p key={problem.key}>{t(problemKey(problem), { detail: problem.detail })}</p>
        ))}
      </Outcome>
    );
  }
  const { outcome, tookMs, detail } = trial;
  return (
    <Outcome kind={outcome === 'opened' ? 'good' : 'bad'} label={label}>
      <p>{outcome === 'noDriver' ? t('setup.gate.noDriver') : t(`opening.${outcome}`, { ms: tookMs })}</p>
      {outcome === 'notAnswering' && <p>{t('setup.gate.check')}</p>}
      {outcome !== 'opened' && detail !== null && <p className="setup__detail">{detail}</p>}
    </Outcome>
  );
}
