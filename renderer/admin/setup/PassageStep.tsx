import { Fragment, useState } from 'react';
import type { GateView } from '../../../src/shared/gate-view.ts';
import { text } from '../../../src/shared/texts/texts.ts';
import { Outcome } from '../../ui/kit/Outcome.tsx';
import { useLanguage, useText } from '../../ui/language.tsx';
import { useTerminal } from '../../ui/terminal-context.ts';
import { CameraPair } from '../CameraViews.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';

/** Somebody who is enrolled walks up to each lane: camera, recognition, gate and record in one go. */
export function PassageStep(props: StepProps) {
  const t = useText();
  const { view, view2, status, settings } = useTerminal();
  const first = useVerdict(view);
  const second = useVerdict(view2);
  const isEmpty = status?.counts.templates === 0;
  const lanes = [
    { lane: 1, seen: first, now: view },
    ...(settings?.second === undefined || view2 === undefined ? [] : [{ lane: 2, seen: second, now: view2 } as const]),
  ] as const;
  return (
    <SetupPage step="passage" isDone={lanes.every(({ seen }) => hasPassed(seen)) || props.wasDone} {...props}>
      {isEmpty && <p className="setup__note">{t('setup.passage.nobody')}</p>}
      {lanes.map(({ lane, seen, now }) => (
        <Fragment key={lane}>
          {lanes.length > 1 && <h3 className="lane-title">{t(`lane.${lane}`)}</h3>}
          <PassageWords
            label={lanes.length > 1 ? t(`lane.of${lane}`, { what: t('setup.passage.title') }) : t('setup.passage.title')}
            seen={seen}
            now={now}
          />
          <CameraPair lane={lane} />
        </Fragment>
      ))}
    </SetupPage>
  );
}

/** The last verdict of a lane while this page is shown. */
function useVerdict(view: GateView | undefined): GateView | null {
  const [seen, setSeen] = useState<GateView | null>(null);
  const isVerdict = view?.state === 'admitted' || view?.state === 'alreadyIn' || view?.state === 'refused';
  if (isVerdict && view !== seen) setSeen(view);
  return seen;
}

const hasPassed = (seen: GateView | null): boolean => seen?.state === 'admitted' || seen?.state === 'alreadyIn';

interface PassageWordsProps {
  readonly label: string;
  readonly seen: GateView | null;
  readonly now: GateView;
}

function PassageWords({ label, seen, now }: PassageWordsProps) {
  const t = useText();
  const language = useLanguage();
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
