import { nameKeyOf } from '../speech/name-key.ts';
import { openStore } from '../store/store.ts';
import type { Store, StoreOptions } from '../store/store.ts';

type Protocol = 'zhejiang' | 'sichuan' | 'none';

/** A change of platform that the technician has not confirmed. */
export interface PendingSwitch {
  readonly from: Protocol;
  readonly to: Protocol;
  /** Punches that the old platform has not taken: they stay here and are never sent to the new one. */
  readonly punches: number;
  /** People whom the old platform sent: they stay stored, but the gate no longer knows them. */
  readonly people: number;
}

/** Note in the store: the platform that this terminal last worked for. */
const NOTE = 'platform';

const protocolOf = (text: string | null): Protocol => (text === 'zhejiang' || text === 'sichuan' ? text : 'none');

/**
 * Opens the store for the configured platform; or, where that would leave punches or people of another one behind and
 * nobody has confirmed it yet, for the old one as before, and says what is pending.
 */
export function openForPlatform(given: StoreOptions & { readonly platform: Protocol }): {
  readonly store: Store;
  readonly pending: PendingSwitch | null;
} {
  const options = { nameKeyOf, ...given };
  const store = openStore(options);
  const pending = pendingSwitch(store, options.platform);
  if (pending === null) {
    if (options.platform !== 'none') store.meta.set(NOTE, options.platform);
    return { store, pending };
  }
  store.close();
  return { store: openStore({ ...options, platform: pending.from }), pending };
}

function pendingSwitch(store: Store, to: Protocol): PendingSwitch | null {
  const from = protocolOf(store.meta.get(NOTE));
  if (from === 'none' || to === 'none' || from === to) return null;
  const left = store.leftovers().find(({ platform }) => platform === from);
  return left === undefined ? null : { from, to, punches: left.punches, people: left.people };
}

/** Takes effect at the next start. */
export function confirmSwitch(store: Store, to: Protocol): void {
  store.meta.set(NOTE, to);
}
