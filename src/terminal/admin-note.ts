import type { Clock } from '../shared/clock.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';

/** Writes an act of the admin side to the audit log; `subject` is an id or a setting's name, never a person's. */
export function noteAdmin(
  {
    store,
    clock,
    log,
    actor = () => 'admin',
  }: {
    readonly store: Pick<Store, 'audit'>;
    readonly clock: Clock;
    readonly log: Log;
    /** Who acts now. Default: `admin`, who stands at the screen. */
    readonly actor?: () => string;
  },
  action: string,
  subject: string | null = null,
): void {
  store.audit.add({ atMs: clock.now(), actor: actor(), action, subject });
  log.info('admin', 'audit', { action });
}
