import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { LaneNumber } from '../shared/lanes.ts';
import type { LiveView } from '../shared/live-view.ts';
import type { ScoredPassage } from '../shared/tuning-view.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import type { Matching } from './matching.ts';

export interface TuningCallsParts {
  readonly guard: AdminGuard;
  readonly store: () => Pick<Store, 'punches' | 'refusals' | 'people'>;
  /** What is asked of a face now, or null when nothing can tell. */
  readonly matching: () => Matching | null;
  /** What is measured now of whoever stands before a lane's cameras. */
  readonly live: (lane: LaneNumber) => LiveView;
}

type Calls = Pick<CallHandlers, Extract<keyof CallHandlers, `tuning.${string}`>>;

const MOST = 200;

/** The calls about limits: what was measured of the last passages. */
export function tuningCalls({ guard, store, matching, live }: TuningCallsParts): Calls {
  return {
    'tuning.passages': async ({ session }) => {
      guard.require(session);
      return { threshold: matching()?.threshold ?? null, passages: [...lastPassages(store())] };
    },
    'tuning.siteRate': async ({ session }) => {
      guard.require(session);
      const now = matching();
      return { measured: now?.site ?? null, expected: now?.expected?.falsePositive ?? null };
    },
    'tuning.live': async ({ session, lane = 1 }) => {
      guard.require(session);
      return live(lane);
    },
  };
}

function lastPassages({ punches, refusals, people }: Pick<Store, 'punches' | 'refusals' | 'people'>): readonly ScoredPassage[] {
  const passed = punches
    .list({ limit: MOST })
    .map(({ id, atMs, score, name }) => ({ kind: 'punch' as const, id, atMs, score, name }));
  const unknown = refusals.list({ limit: MOST, reasons: ['unknown'] }).flatMap(({ id, atMs, score, workerId }) => {
    const name = workerId === null ? null : (people.get(workerId)?.name ?? null);
    return score === null ? [] : [{ kind: 'unknown' as const, id, atMs, score, name }];
  });
  return [...passed, ...unknown].toSorted((one, other) => other.atMs - one.atMs).slice(0, MOST);
}
