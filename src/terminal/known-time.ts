import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { ClockWatchOptions } from './clock-watch.ts';

/** Up to which time records are not believed: the clock was set back since. */
const OVERRULED = 'clock.overruledMs';
/** Entries of the audit log that are looked at, the newest. */
const AUDITED = 200;

type KnownStore = Pick<Store, 'audit' | 'meta'> & {
  readonly punches: Pick<Store['punches'], 'newestMs'>;
  readonly usedCodes: Pick<Store['usedCodes'], 'newestMs'>;
};

/** What the records say of the time at the start: it cannot be earlier than the newest of them, unless the clock that made them was put right since. */
export function knownTime(store: KnownStore, log: Log): Required<ClockWatchOptions> {
  const audited = store.audit.list({ beforeId: null, limit: AUDITED }).map(({ atMs }) => atMs);
  const newestMs = Math.max(0, store.punches.newestMs() ?? 0, store.usedCodes.newestMs() ?? 0, ...audited);
  return {
    knownMs: newestMs > Number(store.meta.get(OVERRULED) ?? 0) ? newestMs : 0,
    onSetBack: (knownMs) => {
      try {
        store.meta.set(OVERRULED, String(knownMs));
      } catch (error) {
        // The next start doubts the clock until it is set once more.
        log.error('clock', 'setBackNotKept', { code: Fault.from(error, 'store.failed', 'the note could not be kept').code });
      }
    },
  };
}
