import { EXIT_RESTART, type Slot } from './places.ts';
import type { Outcome, SlotState, Trial, TrialRequest } from './slot-state.ts';
import { isNewer } from './version.ts';

/** A new version may be started so often until it is healthy: a power cut in the trial is not its fault. */
export const MOST_TRIAL_STARTS = 3;
/** After so many failed starts in a row the version before is taken. */
export const MOST_FAILED_STARTS = 3;
/** A program that ran so long has started, whatever ended it, ms. */
export const STARTED_MS = 5 * 60_000;
/** The exit code of a program that cannot run on this machine or data as they are. */
const CANNOT_RUN = 3;

/** What lies on the disk before a start. */
export interface Seen {
  readonly request: TrialRequest | null;
  /** Of the trial that reported itself healthy. */
  readonly healthyId: string | null;
  /** The version that lies in a slot and could be started; null: none. */
  readonly versionIn: (slot: Slot) => string | null;
  /** Schema of the database as it lies there; null: none, or damaged. */
  readonly databaseVersion: number | null;
  readonly nowMs: number;
}

/** How a program ended. */
export interface Ending {
  readonly code: number | null;
  /** It had not reported itself healthy in time, and was ended for it. */
  readonly isLate: boolean;
  /** The launcher itself was told to stop. */
  readonly isStopping: boolean;
  readonly ranMs: number;
  readonly healthyId: string | null;
  readonly databaseVersion: number | null;
  readonly nowMs: number;
}

/** What is to be started, decided anew before each start; nothing here is undone by a power cut in between. */
export function beforeStart(state: SlotState, seen: Seen): SlotState {
  let next = state;
  const { trial } = next;
  if (trial !== null) {
    if (seen.healthyId === trial.id) next = promoted(next, trial, seen);
    else if (seen.versionIn(trial.slot) !== trial.version) next = rolledBack(next, trial, 'update.slotBroken', seen.nowMs);
    else if (trial.starts >= MOST_TRIAL_STARTS) next = rolledBack(next, trial, trial.failure ?? 'update.newCrashed', seen.nowMs);
  }
  next = takeRequest(next, seen);
  if (next.trial === null) next = fallBack(next, seen);
  return next;
}

function takeRequest(state: SlotState, { request }: Seen): SlotState {
  if (request === null || state.trial !== null || state.restore !== null || request.id === state.outcome?.id) return state;
  if (request.slot === state.current) return state;
  // What lay in that slot is gone.
  const previous = state.previous?.slot === request.slot ? null : state.previous;
  return { ...state, previous, trial: { ...request, starts: 0, failure: null }, outcome: null };
}

function fallBack(state: SlotState, seen: Seen): SlotState {
  const { current, previous } = state;
  const base = { ...state, current: 'base', previous: null, failedStarts: 0 } as const;
  // A technician installed a newer one.
  if (current !== 'base' && isNewer(seen.versionIn('base'), seen.versionIn(current))) return base;
  const isGone = seen.versionIn(current) === null;
  if (!isGone && state.failedStarts < MOST_FAILED_STARTS) return state;
  const isPreviousThere = previous !== null && seen.versionIn(previous.slot) === previous.version;
  if (isPreviousThere) return { ...base, current: previous.slot };
  return isGone ? base : state;
}

/** A start begins: it counts until it has shown that it did not fail. */
export function starting(state: SlotState): SlotState {
  if (state.trial !== null) return { ...state, trial: { ...state.trial, starts: state.trial.starts + 1 } };
  return { ...state, failedStarts: state.failedStarts + 1 };
}

export function afterEnd(state: SlotState, ending: Ending): SlotState {
  const { trial } = state;
  if (trial === null) {
    const isFailure = ending.code !== 0 && ending.code !== EXIT_RESTART && !ending.isStopping && ending.ranMs < STARTED_MS;
    return isFailure ? state : { ...state, failedStarts: 0 };
  }
  if (ending.healthyId === trial.id) return promoted(state, trial, ending);
  if (ending.isStopping) return { ...state, trial: { ...trial, starts: Math.max(0, trial.starts - 1) } };
  if (ending.isLate) return rolledBack(state, trial, 'update.newUnhealthy', ending.nowMs);
  if (ending.code === CANNOT_RUN) return rolledBack(state, trial, 'update.newCannotRun', ending.nowMs);
  return { ...state, trial: { ...trial, failure: 'update.newCrashed' } };
}

/** The version on trial is the current one from now on. */
export function promoted(
  state: SlotState,
  trial: Trial,
  { databaseVersion, nowMs }: { readonly databaseVersion: number | null; readonly nowMs: number },
): SlotState {
  return {
    ...state,
    current: trial.slot,
    // The old version could not read what the new one has made of the database.
    previous: databaseVersion === trial.databaseVersion ? { slot: state.current, version: trial.fromVersion } : null,
    failedStarts: 0,
    trial: null,
    outcome: outcomeOf(trial, 'healthy', null, nowMs),
  };
}

function rolledBack(state: SlotState, trial: Trial, code: string, nowMs: number): SlotState {
  return {
    ...state,
    failedStarts: 0,
    trial: null,
    restore: { databaseVersion: trial.databaseVersion },
    outcome: outcomeOf(trial, 'rolledBack', code, nowMs),
  };
}

const outcomeOf = (trial: Trial, result: Outcome['result'], code: string | null, atMs: number): Outcome => {
  const { id, orderId, version } = trial;
  return { id, orderId, version, result, code, atMs };
};
