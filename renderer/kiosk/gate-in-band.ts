import type { GateView } from '../../src/shared/gate-view.ts';
import type { LaneNumber } from '../../src/shared/lanes.ts';
import type { Status } from '../../src/shared/status.ts';

/** Whether a band says that the lane's gate does not answer; its state mark is silent then. */
export function isGateInBand(view: GateView, status: Status | null, lane: LaneNumber): boolean {
  const isPassage = view.state === 'admitted' || view.state === 'alreadyIn';
  if (isPassage) return view.gate === 'notAnswering';
  return status?.areas[lane === 1 ? 'gate' : 'gate2']?.state === 'notAnswering';
}
