import { Fault } from '../shared/fault.ts';
import type { Log } from '../shared/log.ts';
import type { Store } from '../store/store.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import { orNone, type Networks } from './photograph-preparation.ts';

export interface RemovalParts {
  readonly store: Pick<Store, 'people'>;
  /** Rejects when the networks cannot be had: people can be let go all the same, for cards open without a face. */
  readonly recognition: () => Promise<{ readonly engine: Pick<Networks['engine'], 'remove'> }>;
  readonly onRemoved: (workerId: string) => void;
  /** Shared with everybody who changes the roster. */
  readonly changes: OneAtATime;
  readonly log: Log;
}

/** Lets somebody go: erases photograph and template, punches stay. Rejects with `Fault` `worker.unknown`, `store.*`. */
export function removeWorker(id: string, { store, recognition, onRemoved, changes, log }: RemovalParts): Promise<void> {
  return changes.run(async () => {
    // The store first, and without waiting for networks that are starting: the gate refuses whoever is not on the roster, whatever the gallery still says.
    if (!store.people.remove(id)) throw new Fault('worker.unknown', `no worker has the id "${id}"`);
    log.info('people', 'removed');
    onRemoved(id);
    const networks = await orNone(recognition());
    await networks?.engine.remove(id);
  });
}
