import { severityOf, type Area } from '../shared/status.ts';

/** What must be well for a new version to stay. */
const WATCHED: readonly Area[] = [
  'terminal',
  'screen',
  'vision',
  'recognition',
  'liveness',
  'cameraVisible',
  'cameraInfrared',
  'gate',
  'platform',
  'vision2',
  'liveness2',
  'cameraVisible2',
  'cameraInfrared2',
  'gate2',
];
/** Of a thing that is not there yet. */
const PASSING: readonly string[] = ['starting', 'connecting', 'restarting'];
/** Night, in which updates are made, is no fault of a version. */
const OUTSIDE: readonly string[] = ['dark'];

/** Says something of the site's people, or of how far it has got with them, not of the version that found it out. */
const OF_THE_SITE: Partial<Record<Area, readonly string[]>> = { recognition: ['falseMatches', 'renewing'] };

/**
 * Areas that are worse than with the version before: one is well in a quiet state, in the very state of before, or in any
 * settled one where it was broken before.
 */
export function lackingAreas(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): readonly Area[] {
  return WATCHED.filter((area) => {
    const [old, state] = [before[area], now[area]];
    if (state === undefined) return old !== undefined;
    if (severityOf(area, state) === 'quiet' || OF_THE_SITE[area]?.includes(state)) return false;
    if (OUTSIDE.includes(state)) return false;
    if (PASSING.includes(state)) return true;
    return old !== state && !(old !== undefined && severityOf(area, old) === 'fault');
  });
}

/** Well for so long without a break. */
export interface Steadiness {
  /** Since when everything was well, monotonic ms; null: it is not. */
  readonly sinceMs: number | null;
  readonly isHealthy: boolean;
}

export const notSteady: Steadiness = { sinceMs: null, isHealthy: false };

export function stepSteadiness(state: Steadiness, isWell: boolean, atMs: number, steadyMs: number): Steadiness {
  if (!isWell) return notSteady;
  const sinceMs = state.sinceMs ?? atMs;
  return { sinceMs, isHealthy: atMs - sinceMs >= steadyMs };
}
