import type { Config } from '../config/schema.ts';
import type { Clock } from '../shared/clock.ts';
import type { CallHandlers } from '../shared/ipc/contract.ts';
import type { Store } from '../store/store.ts';
import type { AdminGuard } from './admin-access.ts';
import { logTail } from './log-tail.ts';
import { forecast } from './storage-forecast.ts';

export interface AdminStorageParts {
  readonly guard: AdminGuard;
  readonly dir: string;
  readonly store: Pick<Store, 'use' | 'counts'>;
  readonly config: Pick<Config, 'storage'>;
  readonly clock: Pick<Clock, 'now'>;
}

type Calls = Pick<CallHandlers, 'admin.storage' | 'admin.logs'>;

/** The pace is measured over a week: Sundays are quiet. */
const MEASURED_MS = 7 * 86_400_000;
const MOST_LINES = 200;

/** The admin side's calls about the disk and the log. */
export function adminStorageCalls({ guard, dir, store, config, clock }: AdminStorageParts): Calls {
  return {
    'admin.storage': async ({ session }) => {
      guard.require(session);
      const use = store.use(MEASURED_MS);
      const { punches, refusals } = store.counts();
      const { punchDays, refusalDays } = config.storage;
      const { databaseBytes, logBytes, freeBytes } = use;
      const limits = { databaseBytes, logBytes, freeBytes, punches, refusals, punchDays, refusalDays };
      return { ...limits, forecast: forecast(use, config.storage, clock.now()) };
    },
    'admin.logs': async ({ session, level }) => {
      guard.require(session);
      return { lines: logTail(dir, level, MOST_LINES) };
    },
  };
}
