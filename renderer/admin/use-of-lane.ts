import type { LaneNumber } from '../../src/shared/lanes.ts';
import { useText } from '../ui/language.tsx';
import { useTerminal } from '../ui/terminal-context.ts';

/** Puts in front of what happened where it did; only where there are two lanes. */
export function useOfLane(): (lane: LaneNumber, what: string) => string {
  const t = useText();
  const { settings } = useTerminal();
  const hasLanes = settings?.second !== undefined;
  return (lane, what) => (hasLanes ? t(`lane.of${lane}`, { what }) : what);
}
