import type { GateMode, OrderedMode } from '../shared/gate-mode.ts';
import type { HoldReason } from './ports.ts';

/**
 * Who has the say over the gate, as a pure state machine: the fire alarm before everything, then what a person ordered.
 * A fire alarm whose line is lost stays as it was last seen: a cut cable must neither shut people in nor open the site.
 */
export interface ModeState {
  readonly ordered: OrderedMode;
  readonly isFire: boolean;
}

export type ModeEvent =
  /** `actor`: as in the audit log. */
  | { readonly kind: 'ordered'; readonly mode: OrderedMode; readonly actor: string }
  | { readonly kind: 'fire'; readonly isActive: boolean };

export type ModeEffect =
  /** Keep the gate open, or no longer. */
  | { readonly kind: 'hold'; readonly reason: HoldReason | null }
  | { readonly kind: 'note'; readonly actor: string; readonly action: ModeAction }
  /** What was ordered outlives a restart, if it keeps the gate shut. */
  | { readonly kind: 'keep'; readonly mode: OrderedMode };

export type ModeAction = 'gate.normal' | 'gate.heldOpen' | 'gate.lockedDown' | 'gate.fireReleased' | 'gate.fireOver';

const actions: Readonly<Record<OrderedMode, ModeAction>> = {
  normal: 'gate.normal',
  heldOpen: 'gate.heldOpen',
  lockedDown: 'gate.lockedDown',
};

/** After a start only a lock-down is as before: a gate that stood open begins shut. */
export function initialMode(kept: string | null): ModeState {
  return { ordered: kept === 'lockedDown' ? 'lockedDown' : 'normal', isFire: false };
}

export function modeOf({ ordered, isFire }: ModeState): GateMode {
  return isFire ? 'released' : ordered;
}

/** The next state, and what has to be done, in order. An order that changes nothing is still written down. */
export function stepMode(state: ModeState, event: ModeEvent): readonly [ModeState, readonly ModeEffect[]] {
  if (event.kind === 'ordered') {
    const next = { ...state, ordered: event.mode };
    const note: ModeEffect = { kind: 'note', actor: event.actor, action: actions[event.mode] };
    // Written down before the gate moves: a gate that stands open and nobody can say why must not exist.
    return [next, [note, { kind: 'keep', mode: event.mode }, ...holdChange(state, next)]];
  }
  if (event.isActive === state.isFire) return [state, []];
  const next = { ...state, isFire: event.isActive };
  const note: ModeEffect = { kind: 'note', actor: 'system', action: event.isActive ? 'gate.fireReleased' : 'gate.fireOver' };
  // People come before the log.
  return [next, [...holdChange(state, next), note]];
}

function holdReasonOf(state: ModeState): HoldReason | null {
  const mode = modeOf(state);
  if (mode === 'released') return 'release';
  return mode === 'heldOpen' ? 'open' : null;
}

function holdChange(before: ModeState, after: ModeState): readonly ModeEffect[] {
  const reason = holdReasonOf(after);
  return reason === holdReasonOf(before) ? [] : [{ kind: 'hold', reason }];
}
