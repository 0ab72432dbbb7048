import type { Slot } from './places.ts';

/** What the running program asks for: start this slot on trial. */
export interface TrialRequest {
  /** Of this one attempt, never used again. */
  readonly id: string;
  /** Whose order it is: the platform's task, or the person at the terminal. */
  readonly orderId: string;
  readonly slot: Exclude<Slot, 'base'>;
  readonly version: string;
  readonly fromVersion: string;
  /** Version of the database's schema that the old program reads. */
  readonly databaseVersion: number;
  /** The new version must report healthy so long after its start, s. */
  readonly healthSeconds: number;
  /** What was well before, so that nothing more is asked of the new version: area → state. */
  readonly before: Readonly<Record<string, string>>;
}

export interface Trial extends TrialRequest {
  /** Starts so far; counted before each. */
  readonly starts: number;
  /** Why the latest start ended, as a fault code. */
  readonly failure: string | null;
}

/** How the latest update ended. */
export interface Outcome {
  readonly id: string;
  readonly orderId: string;
  readonly version: string;
  readonly result: 'healthy' | 'rolledBack';
  /** Fault code; null when healthy. */
  readonly code: string | null;
  /** ms since the epoch. */
  readonly atMs: number;
}

/** All that the launcher knows; one small file, replaced as a whole. */
export interface SlotState {
  readonly format: 1;
  /** Runs when nothing else is said. */
  readonly current: Slot;
  /** Where `current` falls back to when it does not start any more; null where the database has moved on. */
  readonly previous: { readonly slot: Slot; readonly version: string } | null;
  /** Starts of `current` in a row that failed. */
  readonly failedStarts: number;
  readonly trial: Trial | null;
  /** The database has to be put back before anything is started: to this version of its schema. */
  readonly restore: { readonly databaseVersion: number } | null;
  readonly outcome: Outcome | null;
}

export const firstState: SlotState = {
  format: 1,
  current: 'base',
  previous: null,
  failedStarts: 0,
  trial: null,
  restore: null,
  outcome: null,
};

/** Reads what the launcher wrote; null: it is none of that, and the installed program runs. */
export function readState(value: unknown): SlotState | null {
  if (!isRecord(value) || value['format'] !== 1 || !isSlot(value['current'])) return null;
  const { current, previous, failedStarts, trial, restore, outcome } = value;
  return {
    format: 1,
    current,
    previous: readPrevious(previous),
    failedStarts: numberOr(failedStarts, 0),
    trial: readTrial(trial),
    restore: isRecord(restore) ? { databaseVersion: numberOr(restore['databaseVersion'], 0) } : null,
    outcome: readOutcome(outcome),
  };
}

/** Null: no request, or one that cannot be understood. */
export function readRequest(value: unknown): TrialRequest | null {
  if (!isRecord(value)) return null;
  const { id, orderId, slot, version, fromVersion, databaseVersion, healthSeconds, before } = value;
  if (typeof id !== 'string' || typeof orderId !== 'string' || typeof version !== 'string') return null;
  if ((slot !== 'a' && slot !== 'b') || typeof fromVersion !== 'string') return null;
  return {
    id,
    orderId,
    slot,
    version,
    fromVersion,
    databaseVersion: numberOr(databaseVersion, 0),
    healthSeconds: numberOr(healthSeconds, 600),
    before: isRecord(before) ? textsOf(before) : {},
  };
}

function readPrevious(value: unknown): SlotState['previous'] {
  if (!isRecord(value) || !isSlot(value['slot']) || typeof value['version'] !== 'string') return null;
  return { slot: value['slot'], version: value['version'] };
}

function readTrial(value: unknown): Trial | null {
  const request = readRequest(value);
  if (request === null || !isRecord(value)) return null;
  const { starts, failure } = value;
  return { ...request, starts: numberOr(starts, 0), failure: typeof failure === 'string' ? failure : null };
}

function readOutcome(value: unknown): Outcome | null {
  if (!isRecord(value)) return null;
  const { id, orderId, version, result, code, atMs } = value;
  if (typeof id !== 'string' || typeof orderId !== 'string' || typeof version !== 'string') return null;
  if (result !== 'healthy' && result !== 'rolledBack') return null;
  return { id, orderId, version, result, code: typeof code === 'string' ? code : null, atMs: numberOr(atMs, 0) };
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isSlot = (value: unknown): value is Slot => value === 'base' || value === 'a' || value === 'b';
const numberOr = (value: unknown, otherwise: number): number =>
  typeof value === 'number' && Number.isFinite(value) ? value : otherwise;
const textsOf = (value: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
