import type { Clock } from '../shared/clock.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { PunchSelection } from '../shared/punch-view.ts';
import type { PunchQuery } from '../store/punch-search.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import { boundsOf, lastDays } from './days.ts';

export interface AdminPunchesParts {
  readonly guard: AdminGuard;
  readonly store: Pick<Store, 'punches' | 'punchSearch' | 'presence' | 'outbox' | 'photographs'>;
  readonly clock: Pick<Clock, 'now'>;
  /** Punches wait again: they may be sent at once. */
  readonly onRetry: () => void;
  readonly note: (action: string, subject: string | null) => void;
}

type Calls = Pick<
  CallHandlers,
  'admin.punches' | 'admin.punch' | 'admin.punchPicture' | 'admin.retryPunches' | 'admin.punchDays' | 'admin.onSite'
>;

const PAGE = 40;
const DAYS = 31;
const HOUR_MS = 3_600_000;

/** What the store is asked for a selection of the page. */
export const queryOf = ({ day, ...selection }: PunchSelection): Omit<PunchQuery, 'after' | 'limit'> => ({
  ...selection,
  between: day === null ? null : boundsOf(day),
});

/** The admin side's calls about punches and who is on site. */
export function adminPunchesCalls({ guard, store, clock, onRetry, note }: AdminPunchesParts): Calls {
  return {
    'admin.punches': async ({ session, selection, after }) => {
      guard.require(session);
      const query = queryOf(selection);
      const { punches, next } = store.punchSearch.find({ ...query, after, limit: PAGE });
      return { punches: [...punches], next, total: after === null ? store.punchSearch.count(query) : null };
    },
    'admin.punch': async ({ session, id }) => {
      guard.require(session);
      const story = store.punchSearch.story(id);
      if (story === null) return { punch: null };
      const hasPhotograph = store.photographs.of(story.workerId).length > 0;
      return { punch: { ...story, openings: [...story.openings], hasPhotograph } };
    },
    'admin.punchPicture': async ({ session, id }) => {
      guard.require(session);
      return { jpeg: store.punches.picture(id) };
    },
    'admin.retryPunches': async ({ session, id }) => {
      guard.require(session);
      const retried = id === null ? store.outbox.retry() : store.outbox.retryOne(id);
      if (retried > 0) {
        note('punches.retried', id === null ? String(retried) : `#${String(id)}`);
        onRetry();
      }
      return { retried };
    },
    'admin.punchDays': async ({ session }) => {
      guard.require(session);
      const days = lastDays(clock.now(), DAYS).map((day) => {
        const { fromMs, toMs } = boundsOf(day);
        return { day, ...store.presence.tally(fromMs, toMs) };
      });
      return { today: days[0]?.day ?? '', days: days.filter(({ punches }, at) => at === 0 || punches > 0) };
    },
    'admin.onSite': async ({ session, hours }) => {
      guard.require(session);
      const atMs = clock.now();
      const sinceMs = atMs - hours * HOUR_MS;
      return { atMs, people: store.presence.onSite(sinceMs), hasExits: store.presence.hasExits(sinceMs) };
    },
  };
}
