import { useState } from 'react';
import type { GateView } from '../../../src/shared/gate-view.ts';
import { text } from '../../../src/shared/texts/texts.ts';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useTerminal } from '../../ui/terminal-context.ts';
import { CameraPair } from '../CameraViews.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';

/** Somebody who is enrolled walks up: camera, recognition, gate and record in one go. */
export function PassageStep(props: StepProps) {
  const t = useText();
  const { view, status } = useTerminal();
  const [seen, setSeen] = useState<GateView | null>(null);
  const isVerdict = view.state === 'admitted' || view.state === 'alreadyIn' || view.state === 'refused';
  if (isVerdict && view !== seen) setSeen(view);
  const isEmpty = status?.counts.templates === 0;
  const hasPassed = seen?.state === 'admitted' || seen?.state === 'alreadyIn';
  return (
    <SetupPage step="passage" isDone={hasPassed || props.wasDone} {...props}>
      <CameraPair />
      {isEmpty && <p className="setup__note">{t('setup.passage.nobody')}</p>}
      <PassageWords seen={seen} now={view} />
    </SetupPage>
  );
}

function PassageWords({ seen, now }: { readonly seen: GateView | null; readonly now: GateView }) {
  const t = useText();
  const language = useLanguage();
  const label = t('setup.passage.title');
  if (now.state === 'starting') {
    return (
      <Outcome kind="running" label={label}>
        {t('kiosk.starting')}
      </Outcome>
    );
  }
  if (seen?.state === 'admitted' || seen?.state === 'alreadyIn') {
    return (
      <Outcome kind="good" label={label}>
        <p className="setup__finding">{t('setup.passage.passed', { name: seen.name })}</p>
      </Outcome>
    );
  }
  if (seen?.state === 'refused') {
    return (
      <Outcome kind="bad" label={label}>
        <p className="setup__finding">{text(language, `refusal.${seen.reason}`)}</p>
        <p>{t('setup.passage.again')}</p>
      </Outcome>
    );
  }
  return (
    <Outcome kind="running" label={label}>
      {t('setup.passage.waiting')}
    </Outcome>
  );
}
