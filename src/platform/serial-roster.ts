import type { RosterSync } from './ports.ts';

/** The roster with one change at a time, in the order asked for: a removal cannot be overtaken by a photograph still being looked at. */
export function serialRoster(roster: RosterSync): RosterSync {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(change: () => Promise<T>): Promise<T> => {
    const mine = last.then(change);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    put: (person) => inTurn(() => roster.put(person)),
    prepare: (photographs) => roster.prepare?.(photographs),
    bar: (ids, reason) => inTurn(() => roster.bar(ids, reason)),
    remove: (ids) => inTurn(() => roster.remove(ids)),
    clear: () => inTurn(() => roster.clear()),
    counts: () => roster.counts(),
    list: (afterId, limit) => roster.list(afterId, limit),
    photograph: (id) => roster.photograph(id),
  };
}
