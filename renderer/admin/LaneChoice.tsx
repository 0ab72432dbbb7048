import { useState } from 'react';
import { laneNumbers, type LaneNumber } from '../../src/shared/lanes.ts';
import { Choices } from '../ui/kit/Choices.tsx';
import { useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';

/** Which lane a page is about, and how to choose it; the first where there is one only. */
export function useChosenLane(): readonly [LaneNumber, (lane: LaneNumber) => void] {
  const { settings } = useTerminal();
  const [lane, setLane] = useState<LaneNumber>(1);
  return [settings?.second === undefined ? 1 : lane, setLane];
}

interface LaneChoiceProps {
  readonly lane: LaneNumber;
  onChange(lane: LaneNumber): void;
}

/** One of two lanes; nothing where there is one only. */
export function LaneChoice({ lane, onChange }: LaneChoiceProps) {
  const t = useText();
  const { settings } = useTerminal();
  if (settings?.second === undefined) return null;
  return (
    <Choices
      label={t('live.lane')}
      choices={laneNumbers.map((number) => ({ value: String(number), words: t(`lane.${number}`) }))}
      value={String(lane)}
      onChange={(chosen) => onChange(laneNumbers.find((number) => String(number) === chosen) ?? 1)}
    />
  );
}
