import { useState } from 'react';
import type { LaneNumber } from '../../../src/shared/lanes.ts';
import { useSettings } from '../settings/use-settings.ts';
import { enteredLanes } from './entered-lanes.ts';
import { LaneGate } from './LaneGate.tsx';
import { SetupPage } from './SetupPage.tsx';
import type { StepProps } from './step-props.ts';

/** How each lane's turnstile is wired, and one pulse to hear it. */
export function GateStep(props: StepProps) {
  const settings = useSettings();
  const lanes = enteredLanes({ draft: {}, view: settings.view });
  const [opened, setOpened] = useState<ReadonlySet<LaneNumber>>(new Set());
  const tried = (lane: LaneNumber, hasOpened: boolean): void => {
    setOpened((before) => new Set([...before].filter((other) => other !== lane).concat(hasOpened ? [lane] : [])));
  };
  return (
    <SetupPage step="gate" isDone={lanes.every((lane) => opened.has(lane)) || props.wasDone} {...props}>
      {lanes.map((lane) => (
        <LaneGate
          key={lane}
          lane={lane}
          hasLanes={lanes.length > 1}
          settings={settings}
          onTried={(hasOpened) => tried(lane, hasOpened)}
        />
      ))}
    </SetupPage>
  );
}
