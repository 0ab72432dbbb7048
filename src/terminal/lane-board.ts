import { laneAreas, type LaneNumber } from '../shared/lanes.ts';
import type { Area, AreaState } from '../shared/status.ts';
import type { StatusBoard } from './status-board.ts';

/** Where the parts of one lane report to. */
export type LaneBoard = Pick<StatusBoard, 'set' | 'stateOf'>;

/** The second lane's areas are its own; what both lanes have in common is said once. */
export function laneBoard(board: StatusBoard, lane: LaneNumber): LaneBoard {
  if (lane === 1) return board;
  const areaOf = (area: Area): Area => {
    const own = laneAreas.find((known) => known === area);
    return own === undefined ? area : `${own}2`;
  };
  return {
    // Both areas have the same states.
    set: <A extends Area>(area: A, state: AreaState<A>, detail?: string | null) => board.set<Area>(areaOf(area), state, detail),
    stateOf: (area) => board.stateOf(areaOf(area)),
  };
}
