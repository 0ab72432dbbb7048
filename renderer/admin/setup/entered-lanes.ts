import { secondLaneKey, type LaneNumber } from '../../../src/shared/lanes.ts';
import type { Settings } from '../settings/use-settings.ts';

export const SECOND_LANE = 'lanes.second.enabled';

/** The lanes that the terminal has, or will have once what was entered is saved. */
export function enteredLanes({ draft, view }: Pick<Settings, 'draft' | 'view'>): readonly LaneNumber[] {
  return (draft[SECOND_LANE] ?? view?.values[SECOND_LANE]) === true ? [1, 2] : [1];
}

/** A setting as the lane has it. `key`: the first lane's. */
export const keyOfLane = (key: string, lane: LaneNumber): string => (lane === 1 ? key : (secondLaneKey(key) ?? key));
