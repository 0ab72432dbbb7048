import type { GateView } from '../shared/gate-view.ts';
import type { PassKind } from '../shared/opens-with.ts';
import type { PassageState } from './passage-state.ts';

/**
 * What the kiosk shows of a state.
 * @param wallTime turns a monotonic time of the state into ms since the epoch.
 */
export function viewOf(state: PassageState, direction: 'in' | 'out', wallTime: (monotonicMs: number) => number): GateView {
  const { phase } = state;
  switch (phase.kind) {
    case 'idle':
      return { state: 'idle' };
    case 'approaching':
      return { state: 'approaching', hint: phase.hint };
    case 'challenge':
      return { state: 'challenge', step: phase.step, untilMs: Math.round(wallTime(phase.untilMs)) };
    case 'recording':
      return { state: 'approaching', hint: null };
    case 'shown': {
      const { outcome } = phase;
      if (outcome.kind === 'refused')
        return { state: 'refused', reason: outcome.reason, hint: outcome.hint, detail: outcome.detail };
      const { worker, gate } = outcome;
      const shown = { name: worker.name, direction, picture: worker.picture, gate };
      const countedAtMs = Math.round(wallTime(outcome.countedAtMs));
      if (outcome.kind === 'admitted') return { state: 'admitted', ...shown, atMs: countedAtMs };
      return { state: 'alreadyIn', ...shown, sinceMs: countedAtMs };
    }
  }
}

/**
 * The same, where more than a face opens. `wanted`: what whoever has begun must still show; `besidesFace`: what can be begun
 * with. What was decided, and a hint for the face, come first.
 */
export function withWanted(view: GateView, wanted: readonly PassKind[], besidesFace: readonly PassKind[]): GateView {
  const isHinting = view.state === 'approaching' && (view.hint !== null || wanted.includes('face'));
  if (wanted.length > 0 && !isHinting && (view.state === 'idle' || view.state === 'approaching'))
    return { state: 'wanted', kinds: [...wanted] };
  return view.state === 'idle' && besidesFace.length > 0 ? { state: 'idle', wants: [...besidesFace] } : view;
}
