import type { Counted } from '../gate/passage-state.ts';
import type { Clock } from '../shared/clock.ts';
import type { Punches } from '../store/punches.ts';

/** Workers whose last punch at or after `sinceMs` went in that `direction` and may still count; times on the monotonic clock. */
export function countedSince(
  punches: Pick<Punches, 'recent'>,
  { clock, sinceMs, direction }: { readonly clock: Clock; readonly sinceMs: number; readonly direction: 'in' | 'out' },
): ReadonlyMap<string, Counted> {
  const offsetMs = clock.monotonic() - clock.now();
  const last = new Map(punches.recent(sinceMs).map((punch) => [punch.workerId, punch]));
  return new Map(
    [...last.values()]
      .filter((punch) => punch.direction === direction)
      .map(({ workerId, punchId, atMs }) => [workerId, { punchId, atMs: atMs + offsetMs }]),
  );
}
