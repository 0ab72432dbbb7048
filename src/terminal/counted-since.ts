import type { Counted } from '../gate/passage-state.ts';
import type { Clock } from '../shared/clock.ts';
import type { Punches } from '../store/punches.ts';

/** Punches at or after `sinceMs` that may still count for their workers; times on the monotonic clock. */
export function countedSince(punches: Pick<Punches, 'recent'>, clock: Clock, sinceMs: number): ReadonlyMap<string, Counted> {
  const offsetMs = clock.monotonic() - clock.now();
  return new Map(punches.recent(sinceMs).map(({ workerId, punchId, atMs }) => [workerId, { punchId, atMs: atMs + offsetMs }]));
}
