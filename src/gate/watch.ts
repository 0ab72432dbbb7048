import type { InputName } from '../shared/input-name.ts';

/**
 * What the contacts at the gate say, as a pure state machine: whether who was let in walked through, whether the door stands
 * open for too long, whether somebody opened the case, the guard's button. All times are monotonic ms.
 */
export interface WatchLimits {
  /** Who has not walked through by then has not passed. */
  readonly passageMs: number;
  /** A door that stands open for longer raises the alarm. */
  readonly doorMs: number;
}

export interface WatchState {
  /** Inputs that are read at this moment; what a lost one would have said is not known. */
  readonly active: ReadonlyMap<InputName, boolean>;
  /** Openings whose passage is awaited, oldest first. */
  readonly awaited: readonly { readonly openingId: number; readonly untilMs: number }[];
  /** Since when the door stands open without being meant to. */
  readonly doorOpenSinceMs: number | null;
  readonly isDoorAlarmed: boolean;
  /** The gate is kept open: a door that stands open is as it should be. */
  readonly isHeld: boolean;
}

export type WatchEvent =
  /** The gate opened for a passage. */
  | { readonly kind: 'opened'; readonly openingId: number; readonly atMs: number }
  /** `isActive` null: the input can no longer be read. The first reading of an input is no change. */
  | { readonly kind: 'input'; readonly name: InputName; readonly isActive: boolean | null; readonly atMs: number }
  | { readonly kind: 'held'; readonly isHeld: boolean; readonly atMs: number }
  | { readonly kind: 'tick'; readonly atMs: number };

export type DoorState = 'closed' | 'open' | 'heldOpen' | 'unknown';

export type WatchEffect =
  | { readonly kind: 'markTaken'; readonly openingId: number; readonly isTaken: boolean }
  | { readonly kind: 'door'; readonly state: DoorState }
  /** `isOpen` null: not known. */
  | { readonly kind: 'tamper'; readonly isOpen: boolean | null }
  | { readonly kind: 'fire'; readonly isActive: boolean }
  /** The guard wants the gate open. */
  | { readonly kind: 'buttonPressed' }
  | { readonly kind: 'note'; readonly action: 'door.heldOpen' | 'door.closed' | 'case.opened' | 'case.closed' };

type Step = readonly [WatchState, readonly WatchEffect[]];

export const initialWatch: WatchState = {
  active: new Map(),
  awaited: [],
  doorOpenSinceMs: null,
  isDoorAlarmed: false,
  isHeld: false,
};

/** The next state, and what has to be done, in order. */
export function stepWatch(state: WatchState, event: WatchEvent, limits: WatchLimits): Step {
  switch (event.kind) {
    case 'opened': {
      if (!state.active.has('passage')) return [state, []];
      const awaited = { openingId: event.openingId, untilMs: event.atMs + limits.passageMs };
      return [{ ...state, awaited: [...state.awaited, awaited] }, []];
    }
    case 'tick':
      return afterTime(state, event.atMs, limits);
    case 'held':
      return onHeld(state, event);
    case 'input':
      return onInput(state, event);
  }
}

function afterTime(state: WatchState, atMs: number, limits: WatchLimits): Step {
  const late = state.awaited.filter(({ untilMs }) => untilMs <= atMs);
  const effects: WatchEffect[] = late.map(({ openingId }) => ({ kind: 'markTaken', openingId, isTaken: false }));
  const { doorOpenSinceMs, isDoorAlarmed } = state;
  const isTooLong = doorOpenSinceMs !== null && atMs - doorOpenSinceMs >= limits.doorMs && !isDoorAlarmed;
  if (isTooLong) effects.push({ kind: 'door', state: 'heldOpen' }, { kind: 'note', action: 'door.heldOpen' });
  if (effects.length === 0) return [state, []];
  const awaited = state.awaited.filter(({ untilMs }) => untilMs > atMs);
  return [{ ...state, awaited, isDoorAlarmed: isDoorAlarmed || isTooLong }, effects];
}

function onHeld(state: WatchState, { isHeld, atMs }: { readonly isHeld: boolean; readonly atMs: number }): Step {
  const isOpen = state.active.get('door') === true;
  const next = { ...state, isHeld, doorOpenSinceMs: isOpen && !isHeld ? atMs : null, isDoorAlarmed: false };
  return [next, state.isDoorAlarmed ? [{ kind: 'door', state: 'open' }] : []];
}

function onInput(state: WatchState, event: Extract<WatchEvent, { kind: 'input' }>): Step {
  const { name, isActive, atMs } = event;
  const before = state.active.get(name);
  if (before === (isActive ?? undefined)) return [state, []];
  const active = new Map(state.active);
  if (isActive === null) active.delete(name);
  else active.set(name, isActive);
  const next = { ...state, active };
  switch (name) {
    case 'passage':
      return onPassage(next, before, isActive);
    case 'door':
      return onDoor(next, isActive, atMs);
    case 'tamper':
      return [next, tamperEffects(before, isActive)];
    case 'button':
      // A button that is found pressed may be stuck, or shorted by rain: only a press that was seen counts.
      return [next, before === false && isActive === true ? [{ kind: 'buttonPressed' }] : []];
    case 'fire':
      return [next, isActive === null ? [] : [{ kind: 'fire', isActive }]];
  }
}

/** Each person breaks the beam once; who was let in first goes first. */
function onPassage(state: WatchState, before: boolean | undefined, isActive: boolean | null): Step {
  // Whether those who are awaited walked through will never be known.
  if (isActive === null) return [{ ...state, awaited: [] }, []];
  const [first, ...awaited] = state.awaited;
  if (before !== false || !isActive || first === undefined) return [state, []];
  return [{ ...state, awaited }, [{ kind: 'markTaken', openingId: first.openingId, isTaken: true }]];
}

function onDoor(state: WatchState, isActive: boolean | null, atMs: number): Step {
  const next = { ...state, doorOpenSinceMs: isActive === true && !state.isHeld ? atMs : null, isDoorAlarmed: false };
  const shown: DoorState = isActive === null ? 'unknown' : isActive ? 'open' : 'closed';
  const effects: WatchEffect[] = [{ kind: 'door', state: shown }];
  if (state.isDoorAlarmed && isActive === false) effects.push({ kind: 'note', action: 'door.closed' });
  return [next, effects];
}

function tamperEffects(before: boolean | undefined, isActive: boolean | null): readonly WatchEffect[] {
  const effects: WatchEffect[] = [{ kind: 'tamper', isOpen: isActive }];
  if (isActive === true) effects.push({ kind: 'note', action: 'case.opened' });
  if (isActive === false && before === true) effects.push({ kind: 'note', action: 'case.closed' });
  return effects;
}
