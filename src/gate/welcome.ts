import { withTrack } from './answered.ts';
import { noTrack } from './passage-state.ts';
import type { PassageState, Phase } from './passage-state.ts';

/** A card may be there before its bearer's face: the first face that comes while it is answered is taken for his. */
export function withBearer(
  state: PassageState,
  { track, atMs }: { readonly track: number; readonly atMs: number },
): PassageState {
  const { phase } = state;
  if (phase.kind !== 'shown' || !isWelcomed(phase, noTrack, atMs)) return state;
  return { ...state, phase: { ...phase, track }, answered: withTrack(state.answered, phase.openingId, track) };
}

/** Whether the face is of somebody who is being told that the gate opens for him. */
export function isWelcomed(phase: Phase, track: number, atMs: number): boolean {
  if (phase.kind !== 'shown' || phase.track !== track || atMs >= phase.untilMs) return false;
  return phase.outcome.kind !== 'refused' && phase.outcome.gate !== 'notAnswering';
}
